"""From the moment of an interview back to what comes before it, and on to what comes after.

Plain Python. Instants are UTC; hours are real hours, whatever the clocks do in between.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

HOUR = dt.timedelta(hours=1)
DAY = 24 * HOUR
CV_BEFORE, MOCK_BEFORE, DEBRIEF_AFTER = 7 * DAY, 72 * HOUR, 24 * HOUR
CV_TAKES = 5 * DAY  # the day a reviewer promises, as an offer says unless staff change it
CV_LATEST = DAY  # nobody rewrites a CV on the last day
MOCK_TAKES = DAY  # mentors need a day's notice
MOCK_LATEST = 12 * HOUR  # one night between the mock and the real thing
GRACE = 7 * DAY  # a debrief is worth having for a week


class Step(StrEnum):
    """What a plan is made of, in order."""

    CV = "cv"
    MOCK = "mock"
    INTERVIEW = "interview"
    DEBRIEF = "debrief"


class State(StrEnum):
    """Where a step stands."""

    TO_BOOK = "to_book"
    LATE = "late"  # its day is over, and it can still be done
    BOOKED = "booked"
    DONE = "done"
    MISSED = "missed"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Planned:
    """A step and the instant it is due by; without one the step was dropped, and `note` says why.

    `note` is empty where the step stands at its usual distance.
    """

    step: Step
    due: dt.datetime | None
    until: dt.datetime | None = None  # when it is too late to do it at all
    note: str = ""

    @property
    def is_dropped(self) -> bool:
        return self.due is None


def plan(*, interview_at: dt.datetime, planned_at: dt.datetime) -> list[Planned]:
    """The steps of a plan made at `planned_at`: always four, in order, the first two if they fit.

    Raises ValueError for an interview that is over when it is planned.
    """
    if interview_at <= planned_at:
        raise ValueError("An interview is planned before it takes place.")
    cv, debrief = _cv(interview_at, planned_at), interview_at + DEBRIEF_AFTER
    return [
        cv,
        _mock(interview_at, planned_at, cv.due),
        Planned(Step.INTERVIEW, interview_at, interview_at),
        Planned(Step.DEBRIEF, debrief, debrief + GRACE),
    ]


def _cv(interview_at: dt.datetime, planned_at: dt.datetime) -> Planned:
    usual, soonest = interview_at - CV_BEFORE, planned_at + CV_TAKES
    if soonest > interview_at - CV_LATEST:
        words = (
            "There is no time left for a review, which takes five days. Send the CV you have, and "
            "spend the time on practice."
        )
        return Planned(Step.CV, None, note=words)
    if soonest > usual:
        words = "Closer to the interview than the usual seven days. Hand your CV in today."
        return Planned(Step.CV, soonest, soonest, words)
    return Planned(Step.CV, usual, interview_at - CV_LATEST - CV_TAKES)


def _mock(interview_at: dt.datetime, planned_at: dt.datetime, cv: dt.datetime | None) -> Planned:
    usual = interview_at - MOCK_BEFORE
    soonest = max(planned_at + MOCK_TAKES, cv or planned_at)
    if soonest > interview_at - MOCK_LATEST:
        words = (
            "There is no time left for a mock interview: mentors need a day's notice, and you need "
            "a night's sleep. Practise alone, one question at a time."
        )
        return Planned(Step.MOCK, None, note=words)
    if soonest > usual:
        words = "Closer to the interview than the usual 72 hours. Take the first time that suits."
        return Planned(Step.MOCK, soonest, interview_at - MOCK_LATEST, words)
    return Planned(Step.MOCK, usual, interview_at - MOCK_LATEST)


def state_of(
    planned: Planned, *, now: dt.datetime, is_booked: bool = False, is_done: bool = False
) -> State:
    """Where a step stands now. What was done counts, however late and even when it was dropped."""
    if is_done:
        return State.DONE
    if is_booked:
        return State.BOOKED
    if planned.due is None or planned.until is None:
        return State.DROPPED
    if now > planned.until:
        return State.MISSED
    return State.LATE if now > planned.due else State.TO_BOOK
