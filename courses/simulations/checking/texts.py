"""Laws of words: what a learner reads fits its place and contains no control characters."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from courses.simulations.reading import Source
from courses.simulations.scenario import Scenario

LONGEST = {"title": 120, "summary": 240}
TAKEN = ("new", "runs", "shared")
LINE_BREAKS = "\n\t"
TABLES = ("team", "wp", "iface", "item", "stake", "risk", "event")


def check(scenario: Scenario, source: Source) -> None:
    """Note every text that is too long or cannot be shown, and addresses that are taken."""
    meta = scenario.meta
    for key, most in LONGEST.items():
        if len(getattr(meta, key)) > most:
            reason = f"At most {most} characters fit here."
            source.complain(source.line_of("meta", 0, key), f"meta.{key}", reason)
    if meta.slug in TAKEN or meta.slug != meta.slug.lower():
        reason = f"“{meta.slug}” cannot be an address: use small letters, and not a taken word."
        source.complain(source.line_of("meta", 0, "slug"), "meta.slug", reason)
    _shown(source, "meta", 0, meta)
    for table in TABLES:
        for at, part in enumerate(getattr(scenario, table).values()):
            _shown(source, table, at, part)


def _shown(source: Source, table: str, at: int, part: object) -> None:
    for key, text in _texts(part):
        if any(ord(sign) < 32 and sign not in LINE_BREAKS for sign in text):
            line = source.line_of(table, at, key)
            source.complain(line, f"{table}.{key}", "A control character cannot be shown.")


def _texts(part: object) -> Iterable[tuple[str, str]]:
    """Every text of a part with the key it stands under, those of its options included."""
    if not is_dataclass(part):
        return
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, str):
            yield field.name, value
        for inner in value if isinstance(value, tuple) else (value,):
            yield from _texts(inner)
