"""What mentorship contributes: Today, the timeline, the privacy file, what enquiries become."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken
from institute.learning import add_guides, add_learning
from mentorship import calendars
from mentorship.models import Booking, BookingStatus, MentorshipRequest, Offer
from mentorship.operations import request_mentorship
from mentorship.panels import (
    availability,
    bookings,
    cvs,
    desk,
    given,
    guiding,
    interviews,
    sessions,
    waits,
)


def offers() -> list[tuple[str, str]]:
    """What a student may ask a mentor for."""
    return list(Offer.objects.values_list("slug", "title"))


def open_request(*, student: User, choice: str, wish: str, key: str) -> panels.Opened:
    """A request for mentoring. Raises RuleBroken for an offer we do not have."""
    offer = Offer.objects.filter(slug=choice).first()
    if offer is None:
        raise RuleBroken("Choose what they want from a mentor.")
    asked = request_mentorship(student=student, offer=offer, wish=wish, request_key=key)
    return panels.Opened(f"request {asked.pk}")


def waiting(request: HttpRequest) -> dict[str, object] | None:
    """The reader's own requests that no mentor has answered yet."""
    assert isinstance(request.user, User)
    mine = list(MentorshipRequest.objects.visible_to(request.user).waiting().with_people())
    return {"requests": mine} if mine else None


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """Each request, and when it was answered."""
    for one in MentorshipRequest.objects.visible_to(user).with_people():
        words = f"Asked for a mentor: {one.offer.title}"
        yield panels.TimelineRow(one.created_at, words, kind="mentorship")
        if one.closed_at:
            words = f"A mentor answered: {one.offer.title}"
            yield panels.TimelineRow(one.closed_at, words, kind="mentorship")


def history(whose: panels.Whose) -> Iterable[panels.HistoryRow]:
    """What somebody asked mentors for, for the staff who talk with them."""
    if whose.user is None:
        return
    for one in MentorshipRequest.objects.visible_to(whose.user).with_people():
        waits = one.closed_at is None
        yield panels.HistoryRow(
            one.created_at,
            "mentoring",
            f"Asked for a mentor: {one.offer.title}",
            text=one.wish,
            by=one.closed_by.name if one.closed_by else "",
            look="next" if waits else "done",
            state=one.get_status_display(),
        )


def everything(user: User) -> list[dict[str, object]]:
    """Every request, as it is stored."""
    fields = ("created_at", "offer__title", "wish", "status", "closed_at")
    return list(MentorshipRequest.objects.visible_to(user).values(*fields))


def taken_up() -> "QuerySet[Booking]":
    """Sessions somebody booked or asked for; a hold is only a look at a form."""
    looked = (BookingStatus.HELD, BookingStatus.EXPIRED)
    return Booking.objects.exclude(status__in=looked, revisions__isnull=True)


assert availability
assert bookings
assert cvs
assert desk
assert interviews  # imported for what it registers
assert sessions
assert waits
panels.add_opening(panels.Opening("mentorship", "Mentoring", offers, open_request))
panels.add_panel(
    panels.Panel("mentorship-requests", "mentorship/panels/_requests.html", 40, waiting)
)
panels.add_timeline(timeline)
add_learning(given.sessions)
panels.add_history(history)
panels.add_export("mentorship", everything)
panels.add_calendar(calendars.entries)
panels.add_taken(panels.Taken("They asked for a mentor.", MentorshipRequest.objects.all))
panels.add_taken(panels.Taken("They booked a session.", taken_up))
panels.add_appointment(
    panels.Appointment("Session", Booking.objects.agreed, "student", "during__startswith")
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Mentoring",
        url_name="mentorship:mentoring",
        icon="users",
        order=40,
        shown_to=lambda user: may_enter("mentoring", user.roles),
    )
)
add_guides(guiding.able_in)
