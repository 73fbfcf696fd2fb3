"""Addresses of certification."""

from django.urls import path

from certification import views

app_name = "certification"
urlpatterns = [
    path("certification/", views.schemes, name="schemes"),
    path("certification/<slug:slug>/", views.scheme, name="scheme"),
]
