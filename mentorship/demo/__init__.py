"""Invented mentors, and what they offer."""

from courses.demo.people import accounts, by_slug
from courses.demo.reading import Record, records
from courses.models import Competency
from institute import visitor_pages
from institute.accounts.models import User
from mentorship.models import Mentor, Offer


def plant() -> int:
    """Create the mentors and offers that are missing; how many mentors the demo has."""
    people, users = by_slug(), accounts()
    rows = records("mentoring", "mentor")
    for position, row in enumerate(rows, start=1):
        _write_mentor(position, row, people[row["slug"]], users[row["slug"]])
    for position, offer in enumerate(records("mentoring", "offer"), start=1):
        says = offer | {"position": position, "is_demo": True}
        Offer.objects.get_or_create(slug=offer["slug"], defaults=says)
    every = list(Offer.objects.filter(is_demo=True))
    for mentor in Mentor.objects.filter(is_demo=True, offers__isnull=True):
        mentor.offers.set(every)
    visitor_pages.changed()
    return len(rows)


def _write_mentor(position: int, row: Record, person: Record, user: User) -> None:
    mentor, new = Mentor.objects.get_or_create(
        slug=row["slug"],
        defaults={
            "user": user,
            "headline": person["headline"],
            "bio": person["bio"],
            "languages": person["languages"],
            "lane": person["initials_lane"],
            "helps_with": row["helps_with"],
            "sessions": row["sessions"],
            "sample_questions": row["sample_questions"],
            "position": position,
            "is_demo": True,
        },
    )
    if new:
        mentor.competencies.set(Competency.objects.filter(slug__in=person["competencies"]))
