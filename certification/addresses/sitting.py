"""Addresses of sitting an examination."""

from django.urls import path

from certification.views import accommodations, answers, attempts, console, signals

OWN = "certification/attempts/<uuid:public_id>/"
urlpatterns = [
    path("certification/attempts/start/<int:pk>/", attempts.start, name="start"),
    path(OWN, attempts.attempt, name="attempt"),
    path(f"{OWN}q/<int:position>/", answers.question, name="question"),
    path(f"{OWN}q/<int:position>/answer/", answers.answer, name="answer"),
    path(f"{OWN}q/<int:position>/flag/", answers.flag, name="flag"),
    path(f"{OWN}review/", attempts.review, name="review"),
    path(f"{OWN}submit/", attempts.submit, name="submit"),
    path(f"{OWN}sections/<int:section>/leave/", attempts.leave_section, name="leave_section"),
    path(f"{OWN}break/", attempts.take_break, name="take_break"),
    path(f"{OWN}back/", attempts.end_break, name="end_break"),
    path(f"{OWN}clock/", attempts.exam_clock, name="exam_clock"),
    path(f"{OWN}tab/", attempts.take_tab, name="take_tab"),
    path("certification/sittings/", console.sittings, name="sittings"),
    path("certification/sittings/<uuid:public_id>/", console.room, name="sitting"),
    path("certification/sittings/<uuid:public_id>/acts/", console.room_act, name="sitting_act"),
    path(
        "certification/sittings/<uuid:public_id>/reports/",
        console.room_report,
        name="sitting_report",
    ),
    path("certification/accommodations/", accommodations.accommodations, name="accommodations"),
    path(
        "certification/accommodations/<int:pk>/end/",
        accommodations.accommodation_end,
        name="accommodation_end",
    ),
    path(
        "certification/accommodations/<int:pk>/apply/",
        accommodations.accommodation_apply,
        name="accommodation_apply",
    ),
    path("certification/signals/", signals.signals, name="signals"),
    path("certification/signals/<int:pk>/", signals.signal, name="signal"),
]
