"""Addresses of marking."""

from django.urls import URLPattern, path

from certification.views import agreement, marking, moderation

urlpatterns: list[URLPattern] = [
    path("marking/", marking.marking, name="marking"),
    path("marking/moderation/", moderation.moderation, name="moderation"),
    path("marking/agreement/", agreement.agreement, name="agreement"),
    path("marking/drift/", agreement.agreement_drift, name="agreement_drift"),
    path("marking/questions/<int:pk>/next/", marking.marking_start, name="marking_start"),
    path("marking/<uuid:public_id>/", marking.marking_task, name="marking_task"),
    path("marking/<uuid:public_id>/draft/", marking.marking_draft, name="marking_draft"),
    path("marking/<uuid:public_id>/renew/", marking.marking_renew, name="marking_renew"),
    path(
        "marking/<uuid:public_id>/hand-back/",
        marking.marking_hand_back,
        name="marking_hand_back",
    ),
]
