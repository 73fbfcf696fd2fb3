"""From the wish to be certified to the right to sit."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from certification import eligibility
from certification.emails import applications as emails
from certification.models import Application, ApplicationStatus, Authorisation, Scheme
from certification.models.scheme_version import SchemeVersion
from certification.operations import log
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

ONE_APPLICANT = 7_504  # the advisory lock of an applicant: the second of two clicks waits


@dataclass(frozen=True)
class Declared:
    """What a candidate says of themselves, and that they accept the code of conduct."""

    experience: str
    months: int
    evidence: str
    accepts_conduct: bool


@transaction.atomic
def apply(*, candidate: User, scheme: Scheme, declared: Declared) -> Application:
    """Apply under the rules in force today. Applying again returns the open application.

    Who meets every requirement that records can show is admitted at once; a person answers the
    others. Raises RuleBroken when the scheme is closed or the code of conduct is not accepted.
    """
    version = version_in_force(scheme)
    if not declared.accepts_conduct:
        raise RuleBroken("Certification rests on the code of conduct. Read it and accept it.")
    _one_at_a_time(candidate)
    standing = Application.objects.of(candidate).filter(scheme_version=version).open().first()
    if standing:
        return standing
    application = Application.objects.create(
        candidate=candidate,
        scheme_version=version,
        status=ApplicationStatus.SUBMITTED,
        submitted_at=timezone.now(),
        declarations={
            "experience": declared.experience,
            "months": declared.months,
            "evidence": declared.evidence,
        },
    )
    log.record(act="application.submitted", subject=application, actor=candidate)
    if eligibility.of(application).is_shown_by_records:
        return _admit(application, by=None, reason="Every requirement is met by our own records.")
    mail.queue(emails.application_received(application))
    return application


def _one_at_a_time(candidate: User) -> None:
    """Two clicks at once: the second one waits and finds what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ONE_APPLICANT, candidate.pk])


def version_in_force(scheme: Scheme) -> SchemeVersion:
    """The rules of today. Raises RuleBroken when there are none."""
    version = scheme.versions.in_force().first()
    if version is None:
        raise RuleBroken(
            "This certification cannot be applied for yet.",
            instead="Register your interest, and you hear the date from us first.",
        )
    return version


@transaction.atomic
def admit(*, application: Application, by: User, reason: str = "") -> Application:
    """A person finds the candidate eligible: the right to sit, and a letter with the window."""
    return _admit(locked(application), by=by, reason=reason)


@transaction.atomic
def reject(*, application: Application, by: User, reason: str) -> Application:
    """A person finds what is missing; the candidate reads it in the same words."""
    application = locked(application)
    _not_ones_own(application, by)
    application.move("reject")
    _answered(application, by, reason)
    log.record(act="application.rejected", subject=application, actor=by, reason=reason)
    mail.queue(emails.application_answered(application))
    return application


@transaction.atomic
def withdraw(*, application: Application, by: User) -> Application:
    """The candidate takes the application back."""
    application = locked(application)
    application.move("withdraw")
    application.save()
    log.record(act="application.withdrawn", subject=application, actor=by)
    return application


def _admit(application: Application, *, by: User | None, reason: str) -> Application:
    if by:
        _not_ones_own(application, by)
    application.move("admit")
    _answered(application, by, reason)
    version, now = application.scheme_version, timezone.now()
    until = now + dt.timedelta(days=version.window_days)
    Authorisation.objects.create(
        application=application,
        candidate=application.candidate,
        scheme_version=version,
        window=DateTimeTZRange(now, until),
        attempts_allowed=version.attempts,
        granted_by=by,
    )
    log.record(act="application.admitted", subject=application, actor=by, until=until.isoformat())
    mail.queue(emails.application_answered(application))
    return application


def _answered(application: Application, by: User | None, reason: str) -> None:
    application.answered_at, application.answered_by = timezone.now(), by
    application.reason = reason
    application.save()


def _not_ones_own(application: Application, by: User) -> None:
    if application.candidate_id == by.pk:
        raise RuleBroken("Somebody else has to answer your own application.")
