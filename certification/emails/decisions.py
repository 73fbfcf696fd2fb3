"""Letters about results, appeals and complaints."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from certification.models import Appeal, Attempt, Decision, VoidedFor
from courses.wording import when
from institute.mail.letters import Letter, MailClass, Topic, letter

WHY = "You get this because you sat an examination of TPM Institute."
WHY_APPEAL = "You get this because you wrote to the appeals desk of TPM Institute."


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WHY)
def result_released(decision: Decision) -> Letter:
    """The result is there to read. The letter says what was decided and nothing of points."""
    attempt = decision.attempt
    page = reverse("certification:result", args=[attempt.public_id])
    candidate = attempt.candidate
    return Letter(
        to=candidate.email,
        about=decision,
        person=candidate,
        context={
            "name": candidate.short_name,
            "scheme": attempt.form.scheme_version.scheme.title,
            "outcome": decision.outcome,
            "url": settings.SITE_URL + page,
        },
    )


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WHY)
def sitting_voided(attempt: Attempt, why: str) -> Letter:
    """The sitting does not count: why, what follows, and how to contest it."""
    candidate = attempt.candidate
    return Letter(
        to=candidate.email,
        about=attempt,
        person=candidate,
        context={
            "name": candidate.short_name,
            "title": attempt.title,
            "code": attempt.code,
            "why": why,
            "is_ours": attempt.voided_for == VoidedFor.OURS,
            "url": settings.SITE_URL + reverse("certification:complaint_new"),
        },
    )


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WHY_APPEAL)
def appeal_received(appeal: Appeal) -> Letter:
    """We have it, and by when it is answered."""
    return _about(appeal, {"due": when(appeal.due_at, appeal.made_by.zone)})


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=WHY_APPEAL)
def appeal_answered(appeal: Appeal) -> Letter:
    """What was found, and what follows from it."""
    return _about(appeal, {"status": appeal.get_status_display(), "answer": appeal.answer})


def _about(appeal: Appeal, said: dict[str, Any]) -> Letter:
    person = appeal.made_by
    about: dict[str, Any] = {
        "name": person.short_name,
        "kind": appeal.get_kind_display().lower(),
        "url": settings.SITE_URL + appeal.get_absolute_url(),
    }
    return Letter(to=person.email, about=appeal, person=person, context=about | said)
