"""Invented mentors, what they offer, and the sessions people had with them."""

from courses.demo.people import STUDENT_OF_THE_TOUR, accounts, by_slug, students
from courses.demo.reading import Record, records
from courses.models import Competency
from institute import visitor_pages
from institute.accounts.models import User
from mentorship.demo.cvs import plant_cvs
from mentorship.demo.lines import plant_grants, plant_waits
from mentorship.demo.scorecards import plant_scorecards, plant_targets
from mentorship.demo.sessions import plant_sessions
from mentorship.demo.weeks import plant_absences, plant_week
from mentorship.models import Booking, Mentor, Offer


def plant() -> int:
    """Create what is missing; how many mentors the demo has."""
    people, users = by_slug(), accounts()
    rows = records("mentoring", "mentor")
    offers = _offers()
    new = [
        mentor
        for position, row in enumerate(rows, start=1)
        if (mentor := _mentor(position, row, people[row["slug"]], users[row["slug"]], offers))
    ]
    mentors = list(Mentor.objects.filter(is_demo=True).select_related("user"))
    if new:
        plant_absences({one.slug: one for one in mentors})
    tour = [user for user in users.values() if user.email == STUDENT_OF_THE_TOUR]
    plant_sessions(mentors, [*tour, *students()])
    plant_waits({one.slug: one for one in mentors}, students())
    plant_grants()
    plant_cvs()
    plant_scorecards(list(Booking.objects.mocks().past().with_people()))
    for student in tour:
        plant_targets(student)
    visitor_pages.changed()
    return len(rows)


def _offers() -> dict[str, Offer]:
    """The offers by their slug; what is missing is created."""
    return {
        offer["slug"]: Offer.objects.get_or_create(
            slug=offer["slug"], defaults=offer | {"position": position, "is_demo": True}
        )[0]
        for position, offer in enumerate(records("mentoring", "offer"), start=1)
    }


def _mentor(
    position: int, row: Record, person: Record, user: User, offers: dict[str, Offer]
) -> Mentor | None:
    """The mentor if they were missing; what staff wrote since is left alone."""
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
    if not new:
        return None
    mentor.competencies.set(Competency.objects.filter(slug__in=person["competencies"]))
    mentor.offers.set(offers[slug] for slug in row["offers"])
    plant_week(mentor, row)
    return mentor
