"""Addresses of professional development and renewal."""

from django.urls import URLPattern, path

from certification.views import audits, renewal, standing

ONE = "<uuid:public_id>/"
urlpatterns: list[URLPattern] = [
    path(f"certification/renewal/{ONE}", renewal.renewal, name="renewal"),
    path(f"certification/renewal/{ONE}claim/", renewal.renewal_claim, name="renewal_claim"),
    path(f"certification/renewal/{ONE}renew/", renewal.renewal_renew, name="renewal_renew"),
    path(f"certification/hours/{ONE}take-back/", renewal.cpd_take_back, name="cpd_take_back"),
    path(f"certification/hours/{ONE}evidence/", renewal.cpd_evidence, name="cpd_evidence"),
    path("certification/audits/", audits.audits, name="audits"),
    path(f"certification/audits/{ONE}", audits.audit, name="audit"),
    path(f"certification/audits/claims/{ONE}", audits.audit_answer, name="audit_answer"),
    path("certification/standing/", standing.standings, name="standings"),
    path(f"certification/standing/{ONE}", standing.standing, name="standing"),
]
