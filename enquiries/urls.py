"""Addresses of enquiries."""

from django.urls import path

from enquiries import views

app_name = "enquiries"
urlpatterns = [
    path("enquire/", views.ask, name="ask"),
    path("enquire/thanks/", views.thanks, name="thanks"),
    path("enquiries/", views.enquiry_list, name="list"),
]
