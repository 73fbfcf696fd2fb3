"""Every table of the page as lines for a spreadsheet."""

from collections.abc import Callable, Iterator, Sequence

from enquiries.insights.answering import answering
from enquiries.insights.calling import calling, missed_calls
from enquiries.insights.funnels import Funnel, funnels_of
from enquiries.insights.periods import Period
from enquiries.insights.promising import promising

Cell = str | int | float | None
Lines = Iterator[Sequence[Cell]]
FAR = ("Asked", "Reached", "Qualified", "Enrolment started", "Enrolled", "Mentoring")
WAITS = ("reached", "qualified", "started", "enrolled", "enrolled in all")


def _stages(period: Period) -> Lines:
    yield ("Stage", "People", "Percent of the stage before", "Median hours from the stage before")
    for line in funnels_of(period).everybody.lines:
        yield (line.stage.label, line.stage.count, line.percent, _round(line.hours))


def _of_sources(period: Period) -> Lines:
    return _by("Source", funnels_of(period).sources)


def _of_courses(period: Period) -> Lines:
    return _by("Course", funnels_of(period).courses)


def _of_owners(period: Period) -> Lines:
    return _by("Owner", funnels_of(period).owners)


def _by(what: str, funnels: Sequence[Funnel]) -> Lines:
    yield (what, *FAR, "Percent enrolled", *(f"Median hours to {name}" for name in WAITS))
    for one in funnels:
        counts = (one.asked, one.reached, one.qualified, one.started, one.enrolled, one.mentored)
        waits = (one.to_reached, one.to_qualified, one.to_started, one.to_enrolled, one.whole)
        yield (one.name, *counts, one.percent, *map(_round, waits))


def _answers(period: Period) -> Lines:
    yield (
        *("Week from", "Asked", "Answered", "Median business hours", "90% within business hours"),
        *("Answered within a day", "Of", "No human touch within an hour", "Of"),
    )
    for one in answering(period).weeks:
        waits = (_round(one.median), _round(one.ninth))
        day, hour = (one.in_a_day, one.day_is_over), (one.untouched, one.hour_is_over)
        yield (str(one.week), one.asked, one.answered, *waits, *day, *hour)


def _promises(period: Period) -> Lines:
    yield ("Week from", "Fell due", "Kept in time", "Kept late", "Not kept yet")
    for one in promising(period).weeks:
        yield (str(one.week), one.due, one.in_time, one.late, one.open)


def _calls(period: Period) -> Lines:
    yield (
        *("Week from", "Answered", "Missed", "Missed, number withheld", "Returned"),
        *("Our calls", "Median hours to return", "Median wrap seconds"),
    )
    for one in calling(period).weeks:
        counts = (one.answered, one.missed, one.withheld, one.returned, one.ours)
        yield (str(one.week), *counts, _round(one.hours_to_return), _round(one.wrap))


def _missed(period: Period) -> Lines:
    yield ("Number", "Rang at", "Name", "Enquiry")
    for call in missed_calls().calls:
        enquiry = call.enquiry
        name = enquiry.name if enquiry else ""
        at = call.started_at.isoformat(timespec="minutes")
        yield (call.number_shown, at, name, enquiry.ref if enquiry else "")


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


SHEETS: dict[str, Callable[[Period], Lines]] = {
    "funnel": _stages,
    "sources": _of_sources,
    "courses": _of_courses,
    "owners": _of_owners,
    "answers": _answers,
    "promises": _promises,
    "calls": _calls,
    "missed": _missed,
}
