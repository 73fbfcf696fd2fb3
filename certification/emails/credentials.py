"""Letters about credentials."""

import datetime as dt

from django.conf import settings
from django.urls import reverse

from certification.credentials import certificate_pdf
from certification.models import Credential
from certification.verification.verdicts import last_day
from institute.mail.letters import Attachment, Letter, MailClass, Topic, letter

STILL_NEWS = dt.timedelta(days=14)
HOLDER = "You get this because TPM Institute certified you."


def _certificate(credential: Credential) -> list[Attachment]:
    name = f"{credential.certification.number}.pdf"
    return [Attachment(name, certificate_pdf(credential), "application/pdf")]


def _still_the_newest(credential: Credential, sequence: int) -> str | None:
    newer = credential.certification.credentials.filter(revision__gt=sequence).exists()
    return "A newer certificate was issued." if newer else None


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ACCOUNT,
    why=HOLDER,
    still_true=_still_the_newest,
    attach=_certificate,
)
def credential_issued(credential: Credential) -> Letter:
    """The certificate is ready, or a newer one replaces it; the PDF is attached."""
    certification = credential.certification
    holder = certification.holder
    return Letter(
        to=holder.email,
        person=holder,
        about=credential,
        sequence=credential.revision,
        not_after=credential.issued_at + STILL_NEWS,
        context={
            "name": holder.short_name,
            "title": credential.achievement["name"],
            "number": certification.number,
            "until": last_day(credential),
            "is_new": credential.revision == 1,
            "is_public": certification.is_public,
            "check": settings.SITE_URL + credential.get_absolute_url(),
            "url": settings.SITE_URL + reverse("certification:credentials"),
        },
    )
