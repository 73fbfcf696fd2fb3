"""Small parts of exam pages that are drawn for every question."""

from decimal import Decimal

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from certification import paper, sitting_clock

register = template.Library()


@register.filter
def time_left(seconds: float) -> str:
    """1:17:52."""
    return sitting_clock.words(seconds)


@register.filter
def points(value: Decimal) -> str:
    """1 mark, 2.5 marks."""
    words = f"{value.normalize():f}"
    return f"{words} mark" if value == 1 else f"{words} marks"


SEEN = {
    "time": "Questions {questions}: each answered in under {under} seconds.",
    "changes": "Answers changed from wrong to right: {wrong to right}, from right to wrong:"
    " {right to wrong}, from one wrong answer to another: {wrong to wrong}.",
    "address": "Answered from {addresses} addresses; the first change came after {after} answers.",
    "similarity": "Both were wrong in {both wrong} questions, with the same wrong answer in"
    " {same error}. By chance it would be about {by chance}. Probability for this pair alone:"
    " {probability}.",
}


@register.filter
def signal_words(kind: str, facts: dict[str, object]) -> str:
    """What was seen, as a sentence; for a report of a person, what they wrote."""
    said = {
        name: ", ".join(map(str, value)) if isinstance(value, list) else value
        for name, value in facts.items()
    }
    try:
        return SEEN[kind].format_map(said)
    except KeyError:  # of a kind, or written in a form, that these sentences do not know
        return ". ".join(str(value) for value in said.values())


@register.simple_tag
def palette(part: paper.Part, address: str, position: int, section: int) -> SafeString:
    """The questions of a section; links where it is open. Drawn by hand: there are many."""
    rows = "".join(_one(mark, address, position, section) for mark in part.marks)
    return mark_safe(f'<ol class="qpal">{rows}</ol>')  # noqa: S308 - numbers and our own words


def _one(mark: paper.Mark, address: str, position: int, section: int) -> str:
    look = "q--answered" if mark.answered else "q--open"
    words = "answered" if mark.answered else "not answered"
    if mark.flagged:
        look, words = look + " q--flag", words + ", flagged"
    if mark.section != section:
        words = f'<span class="visually-hidden">, {words}</span>'
        return f'<li><span class="q {look} q--shut">{mark.position}{words}</span></li>'
    now = ' aria-current="true"' if mark.position == position else ""
    look += " q--now" if now else ""
    href = escape(f"{address}q/{mark.position}/")
    return (
        f'<li><a href="{href}" class="q {look}" data-q="{mark.position}"{now}>{mark.position}'
        f'<span class="visually-hidden">, {words}</span></a></li>'
    )
