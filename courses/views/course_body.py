"""The body of a course's page is drawn once and kept until the course reads differently."""

import time
import zlib
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.template.loader import get_template, render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from courses.catalogue.course_page import Glance, Mark, glance, load_course, related_to
from courses.views import structured
from institute.accounts.requests import PublicRequest
from institute.templatetags.figures import json_ld

TEMPLATES = (
    "courses/_course_main.html",
    "courses/_course_after.html",
    *(f"courses/_course_{part}.html" for part in ("facts", "syllabus", "body", "enrol")),
    *("courses/_cohort_option.html", "enquiries/_ask.html"),
)
# Enrolment opens and closes by the clock, which writes nothing: look again this often.
KEPT_FOR = 600


@dataclass(frozen=True)
class Kept:
    """What a course's page says, ready to stand in a page, and the mark it was drawn at."""

    mark: Mark
    related: tuple[int, ...]
    title: str
    description: str
    json_ld: SafeString
    main: SafeString
    after: SafeString


@dataclass(frozen=True)
class Body:
    """What was kept, with the present words of the courses beside it."""

    kept: Kept
    related: list[dict[str, Any]]


def course_body(request: PublicRequest, slug: str) -> Body | None:
    """The body in this reader's zone; None when there is no such course.

    A course's mark changes with its texts, cohorts, seats and classes, in the writer's
    transaction. It is read before a body is used, so a body that is out of date is never shown.
    """
    key = f"course:{LOOK}:{slug}:{int(time.time()) // KEPT_FOR}:{request.zone.key}"
    kept: Kept | None = cache.get(key)
    found = glance(slug, kept.related) if kept else None
    if kept and (found is None or found.mark == kept.mark):
        return Body(kept, found.related) if found else None
    body = _draw(request, slug, found)
    if body:
        cache.set(key, body.kept, KEPT_FOR)
    return body


def _draw(request: PublicRequest, slug: str, found: Glance | None) -> Body | None:
    page = load_course(slug, request.zone)
    if page is None:
        return None
    related = found.related if found else related_to(page)
    main, after = (render_to_string(name, {"page": page}, request) for name in TEMPLATES[:2])
    kept = Kept(
        mark=page.mark,
        related=tuple(other["id"] for other in related),
        title=page.version.title,
        description=page.version.summary,
        json_ld=json_ld(structured.course(page)),
        main=main,
        after=after,
    )
    return Body(kept, related)


def _look() -> str:
    """Changes with the templates and with `Kept`, so that a new release draws anew."""
    sources = [get_template(name).template.source for name in TEMPLATES]  # type: ignore[attr-defined]
    return f"{zlib.crc32(' '.join([*sources, *Kept.__annotations__]).encode()):x}"


LOOK = SimpleLazyObject(_look)
