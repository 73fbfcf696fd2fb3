"""Addresses of credentials and their verification."""

from django.urls import URLPattern, path, re_path

from certification.views import credentials, issuer, verify

PUBLIC_ID = r"(?P<public_id>[0-9A-Za-z-]{4,40})"
WELL_KNOWN = ".well-known"

urlpatterns: list[URLPattern] = [
    path("verify/", verify.verify, name="verify"),
    re_path(rf"^verify/{PUBLIC_ID}/$", verify.verified, name="verified"),
    re_path(
        rf"^verify/{PUBLIC_ID}\.(?P<kind>json|jwt|pdf|png)$",
        verify.verified_file,
        name="verified_file",
    ),
    path("issuer", issuer.issuer, name="issuer"),
    path(f"{WELL_KNOWN}/jwks.json", issuer.jwks, name="jwks"),
    path(f"{WELL_KNOWN}/did.json", issuer.did, name="did"),
    path("status/<int:number>", issuer.status_list, name="status_list"),
    path("achievements/<slug:slug>/v<int:number>", issuer.achievement, name="achievement"),
    path(
        "achievements/<slug:slug>/v<int:number>/badge.png",
        issuer.achievement_badge,
        name="achievement_badge",
    ),
    path("certification/credentials/", credentials.credentials, name="credentials"),
    path(
        "certification/credentials/<str:public_id>/visibility/",
        credentials.credential_visibility,
        name="credential_visibility",
    ),
]
