"""The addresses of courses, in the order a visitor meets them."""

from django.urls import path

from courses.views import catalogue, course

app_name = "courses"
urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", course.course, name="course"),
    path("courses/<slug:slug>/choose/", course.choose, name="choose"),
    path("courses/<slug:slug>/cohorts/<int:pk>/", course.cohort, name="cohort"),
    path("programmes/<slug:slug>/", course.programme, name="programme"),
]
