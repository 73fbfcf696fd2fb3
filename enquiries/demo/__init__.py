"""Questions from invented people."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from django.utils import timezone

from courses.models import Course
from enquiries import contact_points
from enquiries.models import Enquiry
from enquiries.operations import asking as operations
from institute import mail

QUESTIONS = Path(__file__).parent / "questions.toml"


def plant() -> int:
    """Ask the questions, unless demo questions are there already; how many are new."""
    if Enquiry.objects.filter(is_demo=True).exists():
        return 0
    rows: list[dict[str, Any]] = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["enquiry"]
    with mail.silenced():
        for row in rows[:-1]:
            _ask(row)
    _ask(rows[-1])
    return len(rows)


def _ask(row: dict[str, Any]) -> None:
    course = Course.objects.filter(slug=row.get("course", "")).select_related("current").first()
    asked = operations.Asked(
        name=row["name"],
        contact=row["contact"],
        reach=contact_points.read(row["contact"]),
        question=row["question"],
        topic=row.get("topic", "course" if course else "other"),
        course=course,
        consent=row.get("consent", False),
    )
    enquiry = operations.ask(
        asked=asked,
        circumstances=operations.Circumstances(
            zone=row.get("zone", "America/Toronto"),
            page=f"/courses/{course.slug}/" if course else "/enquire/",
            suspicions=tuple(row.get("suspicions", ())),
            quarantine="suspicions" in row,
            as_sent={key: str(row[key]) for key in ("name", "contact", "question")},
            is_demo=True,
        ),
    )
    enquiry.created_at = timezone.now() - dt.timedelta(hours=row["hours_ago"])
    enquiry.save(update_fields=["created_at"])
