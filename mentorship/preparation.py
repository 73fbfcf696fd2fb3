"""The plan for an interview as a student reads it: each step, where it stands, and where to go."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.templatetags.moments import short_day
from mentorship.backplan import DAY, Planned, State, Step, state_of
from mentorship.models import (
    AGREED,
    Booking,
    BookingStatus,
    CvReview,
    InterviewTarget,
    ReviewStatus,
    TargetStatus,
)

FEW = 2
COUNTS_WITHIN = 21 * DAY  # what was done before then was for another interview
NAMES = {
    Step.CV: "CV review",
    Step.MOCK: "Mock interview",
    Step.INTERVIEW: "The interview",
    Step.DEBRIEF: "Debrief",
}
LOOKS = {
    State.TO_BOOK: ("next", "To book"),
    State.LATE: ("warn", "Late, still possible"),
    State.BOOKED: ("now", "Booked"),
    State.DONE: ("done", "Done"),
    State.MISSED: ("closed", "Missed"),
    State.DROPPED: ("closed", "Left out"),
}
# Nothing is booked in these: their states have words of their own.
OWN_WORDS = {
    (Step.CV, State.TO_BOOK): "To hand in",
    (Step.CV, State.BOOKED): "With a reviewer",
    (Step.INTERVIEW, State.TO_BOOK): "Ahead",
    (Step.DEBRIEF, State.TO_BOOK): "To write",
    (Step.DEBRIEF, State.LATE): "To write",
}
ACTIONS = {
    Step.CV: "Hand in your CV",
    Step.MOCK: "Book a mock interview",
    Step.DEBRIEF: "Write down how it went",
}


@dataclass(frozen=True)
class Evidence:
    """Something a student did, or agreed to do, that counts for a step."""

    step: Step
    at: dt.datetime
    is_done: bool
    words: str
    url: str
    is_asked: bool = False  # the mentor has not answered yet


@dataclass(frozen=True)
class Line:
    """A step of a plan with everything a page says about it."""

    planned: Planned
    state: State
    evidence: Evidence | None
    url: str
    action: str

    @property
    def name(self) -> str:
        return NAMES[self.planned.step]

    @property
    def look(self) -> str:
        """The shape of its state."""
        return LOOKS[self.state][0]

    @property
    def words(self) -> str:
        if self.evidence and self.evidence.is_asked:
            return "Waiting for the mentor"
        return OWN_WORDS.get((self.planned.step, self.state), LOOKS[self.state][1])

    @property
    def is_open(self) -> bool:
        """Whether the student can still do something about it now."""
        return self.state in (State.TO_BOOK, State.LATE)


@dataclass(frozen=True)
class Plan:
    """An interview with its steps."""

    target: InterviewTarget
    lines: list[Line]
    zone: ZoneInfo

    @property
    def next(self) -> Line | None:
        """The first step that waits for the student; a debrief only once there is one to write."""
        acts = (line for line in self.lines if line.is_open and line.action)
        return next(acts, None)

    @property
    def steps(self) -> list[dict[str, str]]:
        """The steps for a drawn path."""
        return [self._step(line) for line in self.lines]

    def _step(self, line: Line) -> dict[str, str]:
        states = ["done"] if line.state == State.DONE else ["now"] if line == self.next else []
        if line.planned.step == Step.INTERVIEW:
            states.append("ms")
        at = line.evidence.at if line.evidence else line.planned.due
        meta = line.words if at is None else f"{line.words}, {short_day(at, self.zone)}"
        return {"label": line.name, "meta": meta, "state": " ".join(states)}


def plans(student: User, targets: Iterable[InterviewTarget]) -> list[Plan]:
    """The plans of a student's interviews, in two queries however many there are."""
    targets = list(targets)
    found = _evidence(student, targets) if targets else []
    now = timezone.now()
    return [Plan(target, _lines(target, found, now), student.zone) for target in targets]


def plan_of(target: InterviewTarget) -> Plan:
    """The plan of one interview."""
    return plans(target.student, [target])[0]


@dataclass(frozen=True)
class Ahead:
    """What a mentor should know of a student's interviews: the next ones, and how the last went."""

    coming: list[InterviewTarget]
    heard: list[InterviewTarget]


def for_mentors(student: User) -> Ahead:
    """In two queries."""
    targets = InterviewTarget.objects.visible_to(student)
    heard = targets.behind().filter(status=TargetStatus.HEARD)
    return Ahead(list(targets.to_come()[:FEW]), list(heard[:FEW]))


def _lines(target: InterviewTarget, found: Sequence[Evidence], now: dt.datetime) -> list[Line]:
    return [_line(target, planned, found, now) for planned in target.plan]


def _line(
    target: InterviewTarget, planned: Planned, found: Sequence[Evidence], now: dt.datetime
) -> Line:
    best = _best(target, planned.step, found)
    done = _is_done(target, planned.step, best, now)
    state = state_of(planned, now=now, is_booked=best is not None, is_done=done)
    can_act = state in (State.TO_BOOK, State.LATE) and _may_begin(target, planned.step, now)
    url, action = (_door(target, planned.step), ACTIONS[planned.step]) if can_act else ("", "")
    return Line(planned, state, best, url, action)


def _best(target: InterviewTarget, step: Step, found: Sequence[Evidence]) -> Evidence | None:
    """What counts for the step: done before agreed, then the latest before the interview."""
    first = target.at - COUNTS_WITHIN
    fits = [one for one in found if one.step == step and first <= one.at < target.at]
    return max(fits, key=lambda one: (one.is_done, one.at), default=None)


def _is_done(target: InterviewTarget, step: Step, best: Evidence | None, now: dt.datetime) -> bool:
    if step == Step.INTERVIEW:
        return target.at <= now
    if step == Step.DEBRIEF:
        return target.debriefed_at is not None
    return best is not None and best.is_done


def _may_begin(target: InterviewTarget, step: Step, now: dt.datetime) -> bool:
    """The interview happens by itself, and nobody writes about it before."""
    if step == Step.INTERVIEW:
        return False
    return step != Step.DEBRIEF or target.at <= now


def _door(target: InterviewTarget, step: Step) -> str:
    if step == Step.DEBRIEF:
        return reverse("mentorship:interview_debrief", args=[target.public_id])
    if step == Step.CV:
        return reverse("mentorship:cvs")
    day = target.at.astimezone(ZoneInfo(target.zone)).date().isoformat()
    return reverse("mentorship:match", query={"aim": "interview", "on": day})


def _evidence(student: User, targets: Sequence[InterviewTarget]) -> list[Evidence]:
    first = min(target.at for target in targets) - COUNTS_WITHIN
    last = max(target.at for target in targets)
    return [*_mocks(student, first, last), *_reviews(student, first)]


def _mocks(student: User, first: dt.datetime, last: dt.datetime) -> list[Evidence]:
    counts = (*AGREED, BookingStatus.COMPLETED)
    booked = Booking.objects.of_student(student).mocks().with_people()
    between = booked.filter(status__in=counts, during__startswith__range=(first, last))
    return [
        Evidence(
            Step.MOCK,
            one.starts_at,
            one.status == BookingStatus.COMPLETED
            or (one.status == BookingStatus.CONFIRMED and one.is_over),
            f"With {one.mentor.user.name}",
            one.get_absolute_url(),
            one.status == BookingStatus.REQUESTED,
        )
        for one in between
    ]


def _reviews(student: User, first: dt.datetime) -> list[Evidence]:
    """Reviews asked for since then: done once they were returned."""
    asked = CvReview.objects.filter(document__owner=student, created_at__gte=first)
    return [
        Evidence(
            Step.CV,
            one.returned_at or one.created_at,
            one.was_returned,
            f"Review of {one.document}",
            one.document.get_absolute_url(),
        )
        for one in asked.exclude(status=ReviewStatus.WITHDRAWN).select_related("document")
    ]
