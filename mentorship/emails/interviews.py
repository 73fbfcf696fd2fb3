"""Letters about interviews to prepare for, and about what a mock interview showed."""

from django.conf import settings
from django.urls import reverse

from courses.wording import short_day, when
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, zone_words
from mentorship.backplan import Planned, Step
from mentorship.models import InterviewTarget, Scorecard, TargetStatus

PREPARES = "You get this because you plan an interview with TPM Institute."
STEP_NAMES = {
    Step.CV: "CV review back by",
    Step.MOCK: "Mock interview by",
    Step.INTERVIEW: "The interview",
    Step.DEBRIEF: "Debrief",
}


def _why_untrue(target: InterviewTarget, sequence: int) -> str | None:
    if target.status != TargetStatus.AHEAD:
        return "The interview was debriefed or called off."
    return None if target.sequence == sequence else "The interview has another date."


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=PREPARES, still_true=_why_untrue)
def plan_made(target: InterviewTarget) -> Letter:
    """The plan for an interview: each step with its day, and what no longer fits."""
    zone = target.student.zone
    context = _facts(target) | {
        "moved": target.sequence > 0,
        "steps": [_line(planned, target.student) for planned in target.plan],
        "at_there": "" if zone.key == target.zone else when(target.at, target.clock),
    }
    return _to_student(target, context, not_after=target.at)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=PREPARES, still_true=_why_untrue)
def debrief_asked(target: InterviewTarget) -> Letter:
    """A day after the interview: what did they ask, and what comes next?"""
    last = target.plan[-1]
    page = reverse("mentorship:interview_debrief", args=[target.public_id])
    context = _facts(target) | {"url": settings.SITE_URL + page}
    return _to_student(target, context, send_after=last.due, not_after=last.until)


def _still_the_latest(card: Scorecard, _: int) -> str | None:
    newer = Scorecard.objects.of_session(card.booking)[0]
    return None if newer.pk == card.pk else "The scorecard was revised."


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why="You get this because you had a mock interview with TPM Institute.",
    still_true=_still_the_latest,
)
def scorecard_ready(card: Scorecard) -> Letter:
    """The mentor's scorecard can be read, with what to practise next."""
    booking = card.booking
    student, weakest = booking.student, card.weakest
    return Letter(
        to=student.email,
        about=card,
        person=student,
        context={
            "name": student.short_name,
            "mentor": booking.mentor.user.name,
            "day": short_day(booking.starts_at, student.zone),
            "weakest": weakest.criterion.name,
            "level": weakest.level,
            "level_name": weakest.level_name,
            "reason": card.reason,
            "url": settings.SITE_URL + card.student_url,
        },
    )


def _facts(target: InterviewTarget) -> dict[str, object]:
    zone = target.student.zone
    return {
        "name": target.student.short_name,
        "role": target.role,
        "company": target.company,
        "day": short_day(target.at, zone),
        "at": when(target.at, zone),
        "clock": f"{clock(target.at, zone)} {zone_words(zone)}",
        "url": settings.SITE_URL + target.get_absolute_url(),
    }


def _line(planned: Planned, student: User) -> dict[str, str]:
    at = when(planned.due, student.zone) if planned.due else "Left out"
    return {"name": STEP_NAMES[planned.step], "at": at, "note": planned.note}


def _to_student(target: InterviewTarget, context: dict[str, object], **window: object) -> Letter:
    return Letter(
        to=target.student.email,
        about=target,
        person=target.student,
        sequence=target.sequence,
        context=context,
        **window,  # type: ignore[arg-type]
    )
