"""Addresses of applications, decisions, releases and appeals."""

from django.urls import path

from certification.views import appeals, applications, deciding, results

urlpatterns = [
    path("certification/mine/", results.mine, name="mine"),
    path("certification/results/<uuid:public_id>/", results.result, name="result"),
    path("certification/results/<uuid:public_id>/appeal/", results.appeal_new, name="appeal_new"),
    path("certification/complaints/new/", results.complaint_new, name="complaint_new"),
    path("certification/appeals/", appeals.appeals, name="appeals"),
    path("certification/appeals/<uuid:public_id>/", appeals.appeal, name="appeal"),
    path(
        "certification/appeals/<uuid:public_id>/assign/",
        appeals.appeal_assign,
        name="appeal_assign",
    ),
    path(
        "certification/appeals/<uuid:public_id>/answer/",
        appeals.appeal_answer,
        name="appeal_answer",
    ),
    path("certification/applications/", applications.applications, name="applications"),
    path(
        "certification/applications/<uuid:public_id>/",
        applications.application,
        name="application",
    ),
    path(
        "certification/applications/<uuid:public_id>/withdraw/",
        applications.application_withdraw,
        name="application_withdraw",
    ),
    path("certification/decisions/", deciding.decisions, name="decisions"),
    path("certification/decisions/batch/", deciding.into_batch, name="into_batch"),
    path("certification/decisions/<uuid:public_id>/", deciding.decision, name="decision"),
    path(
        "certification/decisions/<uuid:public_id>/again/",
        deciding.decision_again,
        name="decision_again",
    ),
    path(
        "certification/decisions/<uuid:public_id>/void/",
        deciding.attempt_void,
        name="attempt_void",
    ),
    path("certification/releases/", deciding.releases, name="releases"),
    path("certification/log/", appeals.decision_log, name="decision_log"),
    path(
        "certification/log/decision-log.jsonl", appeals.decision_log_file, name="decision_log_file"
    ),
    path("certification/<slug:slug>/apply/", applications.apply, name="apply"),
]
