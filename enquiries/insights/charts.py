"""The figures as columns week by week, and in words for those who cannot see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from enquiries import hours
from enquiries.insights.answering import Answers
from enquiries.insights.calling import Calls
from enquiries.insights.promising import Kept
from institute.figures.columns import Column

A_DAY = hours.A_BUSINESS_DAY.total_seconds() / 3600


@dataclass(frozen=True)
class Chart:
    """Columns, the sentence that tells them, and a line they should stay below."""

    columns: list[Column]
    words: str
    table: str
    target: float = 0.0
    goal: str = ""

    @property
    def has_something(self) -> bool:
        return any(column.value for column in self.columns)


def of_answers(weeks: Sequence[Answers]) -> Chart:
    """The median wait of each week, against one business day."""
    bars = [
        Column(_label(one), one.median or 0.0, 0.0, _said(one.median) if one.answered else "")
        for one in weeks
    ]
    told = [f"{_label(one)}: {_said(one.median)}" for one in weeks if one.answered]
    words = _told("Median business hours to the first answer", told)
    return Chart(bars, words, "enquiries/_insights_answers.html", A_DAY, "One business day")


def of_promises(weeks: Sequence[Kept]) -> Chart:
    """Kept in time, and not, of what fell due in each week."""
    bars = [
        Column(_label(one), one.in_time, one.not_in_time, f"{one.percent}%" if one.due else "")
        for one in weeks
    ]
    told = [f"{_label(one)}: {one.in_time} of {one.due}" for one in weeks if one.due]
    return Chart(bars, _told("Promises kept in time", told), "enquiries/_insights_promises.html")


def of_calls(weeks: Sequence[Calls]) -> Chart:
    """Answered and missed calls of each week."""
    bars = [
        Column(
            _label(one),
            one.answered,
            one.all_missed,
            str(one.answered + one.all_missed or ""),
        )
        for one in weeks
    ]
    told = [
        f"{_label(one)}: {one.answered} answered, {one.all_missed} missed"
        for one in weeks
        if one.answered or one.all_missed
    ]
    return Chart(bars, _told("Calls to us", told), "enquiries/_insights_calls.html")


def _label(one: "Answers | Kept | Calls") -> str:
    """The Monday it begins with: 2 Nov."""
    return f"{one.week.day} {one.week:%b}" if one.week else ""


def _said(hours_waited: float | None) -> str:
    return f"{hours_waited or 0.0:.1f}"


def _told(what: str, told: list[str]) -> str:
    return f"{what}, by the week that begins on that day. {'; '.join(told) or 'None so far'}."
