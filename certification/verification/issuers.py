"""Who issues and what is certified, as the documents name them."""

from urllib.parse import quote, urlsplit

from django.conf import settings
from django.urls import reverse

from certification.badges.documents import Achievement, Issuer, Piece
from certification.models import SchemeVersion


def issuer() -> Issuer:
    """The Institute. Its address is part of every credential, so it must never move."""
    return Issuer(
        id=f"{settings.SITE_URL}/issuer",
        name=settings.INSTITUTE_NAME,
        url=settings.SITE_URL,
        phone=settings.PHONE_E164,
    )


def did() -> str:
    """The same issuer as a did:web name; a port is written with its colon escaped."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}"


def achievement(version: SchemeVersion) -> Achievement:
    """What one version of a scheme certifies; the same for everybody."""
    scheme = version.scheme
    here = [scheme.slug, version.number]
    pieces = [Piece(str(one["name"]), str(one.get("how", ""))) for one in version.assessments]
    return Achievement(
        id=settings.SITE_URL + reverse("certification:achievement", args=here),
        name=scheme.title,
        version=str(version.number),
        description=scheme.summary,
        criteria=settings.SITE_URL + scheme.get_absolute_url(),
        narrative=" ".join(scheme.assessment) or scheme.summary,
        image=settings.SITE_URL + reverse("certification:achievement_badge", args=here),
        pieces=tuple(pieces),
    )
