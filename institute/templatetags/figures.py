"""Template tags that draw. Their output carries classes and presentation attributes only (CSP)."""

import json
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import RenderContext
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from institute.figures import columns as column_charts
from institute.figures import funnels, levels, seals
from institute.figures import network as networks
from institute.figures.calendars import LAST_START, LONGEST, Axis, Bar, Row
from institute.figures.icons import ICONS
from institute.figures.plans import Plan, Slot, schedule

register = template.Library()
REFERENCE = re.compile(r"\bE-\d{4,}\b")

# What json.dumps leaves in that could end a script element.
SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
STATES = {"done", "now", "next", "ms", "late", "warn", "closed"}
STEP_WORDS = {"done": "done", "now": "now"}
MOST_SQUARES = 40


@register.filter
def refs(words: object) -> SafeString:
    """Words in which no reference of an enquiry, E-1094, breaks at its hyphen."""
    if isinstance(words, SafeString):
        return words
    return mark_safe(REFERENCE.sub(r'<span class="nowrap">\g<0></span>', escape(words)))  # noqa: S308


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str) -> SafeString:
    """One of our 38 glyphs. It is decoration: the word stands beside it."""
    frame = '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">'
    return mark_safe(f"{frame}{ICONS[name]}</svg>")  # noqa: S308 - constants


@register.simple_tag
def go() -> SafeString:
    """The milestone arrow that ends a path button or a "more" link."""
    return mark_safe(
        '<svg class="go" viewBox="0 0 28 12" aria-hidden="true" focusable="false">'
        '<line x1="0" y1="6" x2="19" y2="6"/><path d="M22 1l5 5-5 5-5-5z"/></svg>'
    )


@register.simple_tag
def mark() -> SafeString:
    """The Institute's sign, beside its name."""
    return mark_safe(
        '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
        '<path class="mark-line" d="M6 7H26M16 7V20"/>'
        '<circle class="mark-node" cx="6" cy="7" r="3.5"/>'
        '<circle class="mark-node" cx="26" cy="7" r="3.5"/>'
        '<path class="mark-ms" d="M16 16.5l6.75 6.75L16 30l-6.75-6.75z"/></svg>'
    )


@register.simple_tag
def unfinished() -> SafeString:
    """The small unfinished path of an empty state."""
    return mark_safe(
        '<svg viewBox="0 0 176 40" aria-hidden="true" focusable="false">'
        '<path class="lg-f" d="M14 20H150"/><circle class="mark-node" cx="10" cy="20" r="7"/>'
        '<circle class="mark-node" cx="80" cy="20" r="7"/>'
        '<path class="diamond-o mark-node" d="M160 10l10 10-10 10-10-10z"/></svg>'
    )


@register.simple_tag
def status(state: str, words: object) -> SafeString:
    """A state: its shape and its words. `state` is done, now, next, ms, late, warn or closed."""
    if state not in STATES:
        raise template.TemplateSyntaxError(f"There is no status {state!r}.")
    return format_html('<span class="status status--{}">{}</span>', state, words)


@register.simple_tag
def seats(taken: int, total: int) -> SafeString:
    """A square for each seat, up to forty; the sentence stands beside it in the template."""
    if total > MOST_SQUARES:
        return SafeString("")
    squares = '<i class="t"></i>' * min(taken, total) + "<i></i>" * (total - min(taken, total))
    return mark_safe(f'<span class="seats mt-2" aria-hidden="true">{squares}</span>')  # noqa: S308


@register.simple_tag
def path(steps: Iterable[Any], kind: str = "") -> SafeString:
    """Progress through a sequence.

    Each step has a label, meta and state: any of done, now, crit, side and ms, such as "done ms".
    `kind` is "" for a row, "vertical", or "tight" for a close vertical list.
    """
    lines = format_html_join(
        "", '<li class="{}"{}><span class="node"></span>{}</li>', map(_step, steps)
    )
    look = {"": "path", "vertical": "pathv", "tight": "pathv pathv--tight"}[kind]
    return format_html('<ol class="{}">{}</ol>', look, lines)


def _step(step: Any) -> tuple[str, str, SafeString]:
    label, meta, states = (_part(step, name) for name in ("label", "meta", "state"))
    words = [STEP_WORDS[s] for s in states.split() if s in STEP_WORDS]
    hidden = format_html('<span class="visually-hidden">, {}</span>', words[0]) if words else ""
    current = mark_safe(' aria-current="step"') if "now" in states.split() else ""
    inner = format_html(
        '<strong>{}</strong>{}<span class="meta d-block">{}</span>', label, hidden, meta
    )
    return " ".join(f"is-{state}" for state in states.split()), current, inner


def _part(thing: Any, name: str) -> str:
    value = thing.get(name, "") if isinstance(thing, dict) else getattr(thing, name, "")
    return str(value)


@register.simple_tag
def plan_path(plan: Plan) -> SafeString:
    """The plan as a vertical list, for narrow screens: the critical path, and what hangs off it."""
    slots = sorted(schedule(plan).slots, key=lambda slot: (slot.finish, slot.task.is_milestone))
    return path([_plan_step(slot, plan.unit.capitalize()) for slot in slots], "vertical")


def _plan_step(slot: Slot, unit: str) -> dict[str, str]:
    first, last = slot.start + 1, slot.finish
    when = f"{unit} {first}" if first == last else f"{unit}s {first} to {last}"
    states = ["crit" if slot.is_critical else "side", "ms" if slot.task.is_milestone else ""]
    meta = slot.task.meta or (f"End of {unit.lower()} {last}" if slot.task.is_milestone else when)
    return {"label": slot.task.label, "meta": meta, "state": " ".join(states).strip()}


@register.simple_tag
def gantt(rows: Iterable[Row], columns: int = 26, axis: Iterable[Bar] = ()) -> SafeString:
    """Rows of bars on an axis of `columns`; say the dates in words beside it.

    Bars with an address are links; without any the drawing is hidden from screen readers.
    """
    rows = list(rows)
    head = "".join(map(_gantt_day, axis))
    top = f'<div class="gantt__axis">{head}</div>' if head else ""
    labels = " gantt--labels" if any(row.label for row in rows) else ""
    hidden = "" if any(bar.url for row in rows for bar in row.bars) else ' aria-hidden="true"'
    inner = top + "".join(map(_gantt_row, rows))
    return mark_safe(f'<div class="gantt gantt--{columns}{labels}"{hidden}>{inner}</div>')  # noqa: S308


@register.simple_tag
def gantt_axis(axis: Axis) -> SafeString:
    """The months of a shared axis."""
    return gantt((), axis.weeks, axis.months())


def _gantt_day(bar: Bar) -> str:
    today = " is-today" if bar.kind == "today" else ""
    return f'<span class="{_columns(bar)}{today}">{escape(bar.text)}</span>'


def _gantt_row(row: Row) -> str:
    label = f'<span class="gantt__label">{escape(row.label)}</span>' if row.label else ""
    return f'<div class="gantt__row">{label}{"".join(map(_gantt_bar, row.bars))}</div>'


def _gantt_bar(bar: Bar) -> str:
    thin = "" if bar.text else " bar--thin"
    look = f'class="bar{thin} bar--{escape(bar.kind)} {_columns(bar)}"'
    link = f'<a {look} href="{escape(bar.url)}">{escape(bar.text)}</a>'
    shown = link if bar.url else f"<span {look}>{escape(bar.text)}</span>"
    end = bar.start + bar.span
    if not bar.ends_in_milestone or end > LAST_START:
        return shown
    return f'{shown}<span class="ms ms--end gc-{end}"></span>'


def _columns(bar: Bar) -> str:
    return f"gc-{min(max(bar.start, 1), LAST_START)} gw-{min(max(bar.span, 1), LONGEST)}"


@register.simple_tag
def network(plan: Plan) -> SafeString:
    """A plan with its dependencies and its critical path."""
    return mark_safe(networks.network(plan))  # noqa: S308 - escapes every word it draws


@register.simple_tag
def funnel(stages: Sequence[funnels.Stage], about: object = "") -> SafeString:
    """How many went on from stage to stage; include `_funnel_table.html` beside it."""
    return mark_safe(funnels.funnel(stages, about))  # noqa: S308 - escapes every word it draws


@register.simple_tag
def columns(
    bars: Sequence[column_charts.Column], words: str, target: float = 0.0, goal: str = ""
) -> SafeString:
    """A column for each week, told in `words`; set a table beside it."""
    drawn = column_charts.columns(bars, words, target=target, goal=goal)
    return mark_safe(drawn)  # noqa: S308 - escapes every word it draws


@register.simple_tag
def track(points: Sequence[tuple[str, int]], words: str, stands_out: bool = False) -> SafeString:
    """A level from 1 to 4 over time, told in `words`; set a table beside it."""
    drawn = levels.track(points, words, stands_out=stands_out)
    return mark_safe(drawn)  # noqa: S308 - escapes every word it draws


@register.simple_tag
def seal(key: object) -> SafeString:
    """The seal of the certificate with this number."""
    return mark_safe(seals.seal(str(key)))  # noqa: S308 - escapes the number


@register.simple_tag
def initials(name: str, lane: str = "") -> SafeString:
    """A tile with a person's initials, where there is no portrait; the name stands beside it."""
    words = [word for word in str(name).replace("-", " ").split() if word[0].isalpha()]
    letters = "".join(
        word[0].upper() for word in (words[:1] + words[-1:] if len(words) > 1 else words)
    )
    look = f"initials initials--{lane}" if lane else "initials"
    return format_html('<span class="{}" aria-hidden="true">{}</span>', look, letters)


@register.simple_tag
def json_ld(data: object) -> SafeString:
    """Structured data for search engines."""
    text = json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308


@register.simple_tag(takes_context=True)
def again(context: template.Context, name: str) -> SafeString:
    """The words of a block a second time, such as the title in the Open Graph tags."""
    kept: RenderContext = context.render_context
    blocks = kept.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    words = block.render(context).strip() if block else ""
    return SafeString(words.replace('"', "&quot;"))  # it stands in an attribute
