"""The addresses of courses, in the order a visitor meets them."""

from django.urls import path

from courses.addresses import authoring, debriefs, lessons, play, scenarios, teams
from courses.views import (
    attendance,
    catalogue,
    cohorts,
    completing,
    course,
    enrolment,
    places,
    planning,
    roster,
    syllabus,
    waitlist,
)

app_name = "courses"
urlpatterns = [
    path("courses/", catalogue.catalogue, name="catalogue"),
    path("courses/<slug:slug>/", course.course, name="course"),
    path("courses/<slug:slug>/syllabus.pdf", syllabus.syllabus, name="syllabus"),
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
    path("staff/cohorts/", roster.cohorts_staff, name="cohorts_staff"),
    path("staff/cohorts/new/", planning.plan_cohort, name="plan_cohort"),
    path("staff/cohorts/<int:pk>/", roster.cohort_roster, name="cohort_roster"),
    path("staff/cohorts/<int:pk>/roster.csv", roster.roster_csv, name="roster_csv"),
    path("staff/cohorts/<int:pk>/message/", roster.message, name="message"),
    path("staff/cohorts/<int:pk>/sponsor/", places.sponsor, name="sponsor"),
    path("staff/cohorts/<int:pk>/classes/<int:number>/", attendance.attendance, name="attendance"),
    path(
        "staff/cohorts/<int:pk>/classes/<int:number>/move/", cohorts.move_class, name="move_class"
    ),
    path("staff/cohorts/<int:pk>/cancel/", cohorts.cancel_cohort, name="cancel_cohort"),
    path("staff/cohorts/<int:pk>/complete/", completing.complete, name="complete"),
    path("staff/places/<int:pk>/", places.place, name="place"),
    path("staff/places/<int:pk>/payment/", places.payment, name="payment"),
    path("teaching/", roster.teaching, name="teaching"),
    path("programmes/<slug:slug>/", course.programme, name="programme"),
    *lessons.urlpatterns,
    *authoring.urlpatterns,
    *debriefs.urlpatterns,
    *teams.urlpatterns,
    *play.urlpatterns,
    *scenarios.urlpatterns,
]
