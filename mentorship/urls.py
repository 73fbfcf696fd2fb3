"""Addresses of mentorship."""

from django.urls import path

from mentorship import views

app_name = "mentorship"
urlpatterns = [
    path("mentorship/", views.mentors, name="mentors"),
    path("mentoring/", views.mentoring, name="mentoring"),
    path("mentorship/<slug:slug>/", views.mentor, name="mentor"),
]
