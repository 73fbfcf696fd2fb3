"""A person's own pages, under /accounts/."""

from django.urls import path

from institute.accounts import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("zone/", views.use_detected_zone, name="zone"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("everything.json", views.everything, name="everything"),
]
