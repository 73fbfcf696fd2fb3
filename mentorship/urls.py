"""Addresses of mentorship."""

from django.urls import path

from mentorship.views import mentoring, mentors

app_name = "mentorship"
urlpatterns = [
    path("mentorship/", mentors.mentors, name="mentors"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("mentorship/<slug:slug>/", mentors.mentor, name="mentor"),
]
