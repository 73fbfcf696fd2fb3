"""The addresses of courses, in the order a visitor meets them."""

from django.urls import path

from courses.views import catalogue, course, enrolment, waitlist

app_name = "courses"
urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", course.course, name="course"),
    path("courses/<slug:slug>/choose/", course.choose, name="choose"),
    path("courses/<slug:slug>/cohorts/<int:pk>/", course.cohort, name="cohort"),
    path("courses/<slug:slug>/cohorts/<int:pk>/enrol/", enrolment.enrol, name="enrol"),
    path(
        "courses/<slug:slug>/cohorts/<int:pk>/waitlist/",
        waitlist.join_waitlist,
        name="join_waitlist",
    ),
    path("enrolments/<int:pk>/", enrolment.enrolment, name="enrolment"),
    path("enrolments/<int:pk>/cancel/", enrolment.cancel, name="cancel"),
    path("enrolments/<int:pk>/course.ics", enrolment.calendar_file, name="calendar_file"),
    path("enrolments/<int:pk>/invoice.pdf", enrolment.invoice, name="invoice"),
    path("waitlist/<int:pk>/", waitlist.waitlist, name="waitlist"),
    path("programmes/<slug:slug>/", course.programme, name="programme"),
]
