"""Why nothing is free, in counted words, and the smallest change that would help."""

from dataclasses import dataclass

from mentorship.slots import Change, Lever, Reason

# How many times fell to each reason, as staff say it to a caller.
REASONS = {
    Reason.NOTICE: "too soon: the mentor needs notice",
    Reason.HORIZON: "further ahead than the diary is open",
    Reason.TIME_OFF: "the mentor is away",
    Reason.ELSEWHERE: "the mentor is busy elsewhere",
    Reason.BOOKED: "taken by somebody else",
    Reason.BUFFER: "too close to another session",
    Reason.DAY_FULL: "the mentor’s day is full",
    Reason.WEEK_FULL: "the mentor’s week is full",
    Reason.YOU_ARE_BOOKED: "the student has another session then",
}
CHANGES = {
    Lever.LENGTH: "A session of {instead} minutes instead of {today} would fit",
    Lever.YOURS: "Moving the student’s own session would free a time",
    Lever.NOTICE: "If the mentor takes {instead} hours’ notice instead of {today}, there is a time",
    Lever.BUFFER: "Without the {today} minutes of break there is a time",
    Lever.HORIZON: "If the diary opens {instead} days ahead instead of {today}, there is a time",
    Lever.DAY_CAP: "If the mentor takes {instead} that day instead of {today}, there is a time",
    Lever.WEEK_CAP: "If the mentor takes {instead} that week instead of {today}, there is a time",
}


@dataclass(frozen=True)
class Why:
    """A reason and how many times it took."""

    number: int
    words: str


def reasons(counts: "dict[Reason, int]") -> list[Why]:
    """The counted reasons, the most frequent first."""
    known = [(number, reason) for reason, number in counts.items() if reason in REASONS]
    return [Why(number, REASONS[reason]) for number, reason in sorted(known, reverse=True)]


def change_words(change: Change) -> str:
    """The change as a sentence without its end: the time it yields follows."""
    return CHANGES[change.lever].format(today=change.today, instead=change.instead)
