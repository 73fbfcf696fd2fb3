"""What bookings contribute: the next session, the timeline, the past as staff read it."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain

from django.http import HttpRequest
from django.utils import timezone

from courses.wording import when
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.templatetags.moments import clock, short_day
from mentorship import journeys
from mentorship.models import Booking, BookingStatus

SHOWN = 3
SOON = dt.timedelta(hours=24)
Context = dict[str, object]


def soon(request: HttpRequest) -> Context | None:
    """A session within a day comes before everything else that is next."""
    assert isinstance(request.user, User)
    first = Booking.objects.of_either_side(request.user).confirmed().upcoming().with_people()
    booking = first.first()
    if booking is None or booking.starts_at > timezone.now() + SOON:
        return None
    begins = when(booking.starts_at, request.user.zone)
    return {
        "title": f"{booking.offer.title} with {_other(booking, request.user)}",
        "meta": f"{begins}. {booking.offer.minutes} minutes, by video.",
        "url": booking.get_absolute_url(),
        "action": "Open the session",
        "is_first": False,
    }


def ahead(request: HttpRequest) -> Context | None:
    """The reader's next sessions."""
    assert isinstance(request.user, User)
    mine = Booking.objects.of_either_side(request.user).upcoming().with_people()
    rows = [(one, journeys.look(one)) for one in mine[: SHOWN + 1]]
    return {"rows": rows[:SHOWN], "more": len(rows) > SHOWN} if rows else None


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """Each session that was agreed, called off or held."""
    mine = Booking.objects.of_either_side(user).with_people()
    for one in chain(mine.upcoming(), mine.past()):
        plain = one.is_agreed or one.status == BookingStatus.COMPLETED
        state = "" if plain else f", {one.status_words}"
        words = f"{one.offer.title} with {_other(one, user)}{state}"
        yield panels.TimelineRow(one.starts_at, words, one.get_absolute_url(), "mentorship")


def history(whose: panels.Whose) -> Iterable[panels.HistoryRow]:
    """The sessions somebody booked, for the staff who talk with them."""
    if whose.user is None:
        return
    theirs = Booking.objects.of_student(whose.user).with_people()
    for one in chain(theirs.upcoming(), theirs.past()):
        starts = f"{short_day(one.starts_at)}, {clock(one.starts_at)}"
        yield panels.HistoryRow(
            one.created_at,
            "mentoring",
            f"{one.offer.title} with {one.mentor.user.name}: {starts}",
            text=one.cancel_reason,
            url=one.get_absolute_url(),
            look=journeys.look(one),
            state=one.get_status_display(),
        )


def everything(user: User) -> list[Context]:
    """Every session, as it is stored."""
    fields = (
        "created_at",
        "during__startswith",
        "during__endswith",
        "offer__title",
        "status",
        "goals",
        "cancel_reason",
    )
    mine = Booking.objects.of_either_side(user)
    return list(mine.values(*fields, "mentor__user__display_name", "student__display_name"))


def _other(booking: Booking, user: User) -> str:
    return booking.mentor.user.name if user.pk == booking.student_id else booking.student.name


panels.add_panel(panels.Panel("mentor-next", "courses/panels/_next.html", 8, soon, "next"))
panels.add_panel(panels.Panel("mentor-bookings", "mentorship/panels/_bookings.html", 24, ahead))
panels.add_timeline(timeline)
panels.add_history(history)
panels.add_export("mentorship bookings", everything)
panels.add_nav(
    panels.NavEntry(
        "app",
        "Mentors",
        url_name="mentorship:bookings",
        icon="users",
        order=29,
        shown_to=lambda user: user.has_role(Role.STUDENT),
        covers="/mentorship/",
    )
)
