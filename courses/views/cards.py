"""A course's row is drawn once and kept until the course reads differently."""

import zlib
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from courses.catalogue.cards import Card, axis_for, load_cards

TEMPLATE = "courses/_card.html"
KEPT_FOR = 60 * 60 * 24


def cards(rows: Iterable[tuple[int, int]], zone: ZoneInfo) -> list[SafeString]:
    """The rows of these (course id, revision) as HTML, in their order.

    A revision rises with every change of a price, a seat or a date, in the writer's transaction,
    so a kept row is never out of date; the week is in the key because the axis moves on.
    """
    keys = {course_id: _key(course_id, revision, zone) for course_id, revision in rows}
    kept: dict[str, str] = cache.get_many(keys.values())
    missing = [course_id for course_id, key in keys.items() if key not in kept]
    if missing:
        drawn = {keys[pk]: _draw(card) for pk, card in load_cards(missing, zone).items()}
        cache.set_many(drawn, KEPT_FOR)
        kept |= drawn
    return [mark_safe(kept[key]) for key in keys.values() if key in kept]  # noqa: S308 - our own


def _draw(card: Card) -> str:
    return get_template(TEMPLATE).render({"card": card}).strip()


def _look() -> str:
    """Changes with the template, so that a new release draws anew."""
    source: str = get_template(TEMPLATE).template.source  # type: ignore[attr-defined]
    return f"{zlib.crc32(source.encode()):x}"


LOOK = SimpleLazyObject(_look)


def _key(course_id: int, revision: int, zone: ZoneInfo) -> str:
    return f"card:{LOOK}:{course_id}:{revision}:{axis_for(zone).monday:%y%m%d}:{zone.key}"
