"""Figures and rates of examinations for templates."""

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString, mark_safe

from institute.figures import measures
from institute.prose import rendered

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Markdown of a question."""
    return rendered(text)


@register.filter
def rate(value: object, places: int = 2) -> str:
    """A figure with so many decimals and a true minus; a dash for none."""
    if not isinstance(value, int | float):  # a missing step of a template's path is ""
        return "–"
    return f"{value:.{places}f}".replace("-", "\u2212")


@register.filter
def per_cent(value: object) -> str:
    """A share from 0 to 1 in whole per cent."""
    return f"{100 * value:.0f}%" if isinstance(value, int | float) else "–"


@register.simple_tag
def score_spread(bins: Sequence[int], most: float, cut: float | None, words: str) -> SafeString:
    """How scores spread, told in `words`; set the numbers beside it."""
    drawn = measures.spread(bins, float(most), None if cut is None else float(cut), words)
    return mark_safe(drawn)  # noqa: S308 - escapes every word it draws


@register.simple_tag
def item_field(dots: Sequence[measures.Dot], words: str) -> SafeString:
    """Questions by difficulty and discrimination, told in `words`."""
    return mark_safe(measures.field(dots, words))  # noqa: S308 - escapes every word it draws


@register.simple_tag
def panel_plot(
    voices: Sequence[measures.Voice], mean: float | None, se: float, most: float, words: str
) -> SafeString:
    """What each panellist said, twice."""
    centre = None if mean is None else float(mean)
    drawn = measures.panel(voices, centre, float(se or 0), float(most), words)
    return mark_safe(drawn)  # noqa: S308 - escapes every word it draws


@register.simple_tag
def choice_traces(choices: Sequence[measures.Trace], words: str) -> SafeString:
    """Who takes which choice, from the weakest third to the strongest."""
    return mark_safe(measures.traces(choices, words))  # noqa: S308 - escapes every word it draws
