"""Letters about applications."""

from typing import Any

from django.conf import settings

from certification.models import Application, ApplicationStatus
from courses.wording import when
from institute.mail.letters import Letter, MailClass, Topic, letter

WHY = "You get this because you applied for certification at TPM Institute."


def _still_waits(application: Application, _: int) -> str | None:
    waits = application.status in (ApplicationStatus.SUBMITTED, ApplicationStatus.UNDER_REVIEW)
    return None if waits else "The application has been answered or taken back."


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WHY, still_true=_still_waits)
def application_received(application: Application) -> Letter:
    """We have it; a person reads it."""
    return _to_candidate(application, {})


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WHY)
def application_answered(application: Application) -> Letter:
    """Eligible, with the window; or not yet, with the reason in the words it was given."""
    admitted = application.status == ApplicationStatus.ELIGIBLE
    until = application.authorisation.window.upper if admitted else None
    said: dict[str, object] = {
        "admitted": admitted,
        "reason": application.reason,
        "attempts": application.scheme_version.attempts,
        "until": when(until, application.candidate.zone),
    }
    return _to_candidate(application, said)


def _to_candidate(application: Application, said: dict[str, Any]) -> Letter:
    candidate = application.candidate
    about: dict[str, Any] = {
        "name": candidate.short_name,
        "scheme": application.scheme_version.scheme.title,
        "url": settings.SITE_URL + application.get_absolute_url(),
    }
    return Letter(to=candidate.email, about=application, person=candidate, context=about | said)
