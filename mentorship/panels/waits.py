"""Today, the timeline and the privacy file: waiting for times, and sessions left."""

from collections.abc import Iterable

from django.http import HttpRequest

from courses.wording import when
from institute import panels
from institute.accounts.models import User
from mentorship import histories
from mentorship.models import EntitlementEntry, SlotOffer, WaitlistEntry, WaitStatus

Context = dict[str, object]


def _mine(request: HttpRequest) -> list[WaitlistEntry]:
    """What the reader waits for, read once however many panels ask."""
    kept = vars(request)
    if "my_waits" not in kept:
        assert isinstance(request.user, User)
        mine = WaitlistEntry.objects.live().visible_to(request.user).with_people()
        kept["my_waits"] = list(mine)
    found: list[WaitlistEntry] = kept["my_waits"]
    return found


def offered(request: HttpRequest) -> Context | None:
    """A time is held for the reader: that comes first, it lasts half an hour."""
    assert isinstance(request.user, User)
    if not any(entry.status == WaitStatus.OFFERED for entry in _mine(request)):
        return None
    mine = SlotOffer.objects.open().of_student(request.user).with_booking()
    first = next((one for one in mine.select_related("entry") if one.is_open), None)
    if first is None:
        return None
    booking = first.booking
    starts = when(booking.starts_at, request.user.zone)
    return {
        "title": f"A time with {booking.mentor.user.name} is yours to take",
        "meta": f"{starts}. Held for you until {when(first.expires_at, request.user.zone)}.",
        "url": first.entry.get_absolute_url(),
        "action": "Take it, or pass",
        "is_first": False,
    }


def waits(request: HttpRequest) -> Context | None:
    """What the reader waits for."""
    mine = _mine(request)
    return {"entries": mine} if mine else None


def sessions(request: HttpRequest) -> Context | None:
    """How many sessions are left; nothing for who was never given one."""
    assert isinstance(request.user, User)
    left = histories.sessions_left(request.user)
    return {"sessions": left} if left.granted else None


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """When the reader began to wait."""
    for entry in WaitlistEntry.objects.visible_to(user).with_people():
        words = f"Waits for a time: {entry.offer.title} with {entry.whom}"
        yield panels.TimelineRow(entry.created_at, words, entry.get_absolute_url(), "mentorship")


def waits_held(user: User) -> list[Context]:
    """Every wait, as it is stored."""
    fields = ("created_at", "offer__title", "mentor__user__display_name", "earliest", "latest")
    return list(WaitlistEntry.objects.visible_to(user).values(*fields, "interview_on", "status"))


def entries_held(user: User) -> object:
    """Every line of the ledger of sessions, as it is stored."""
    mine = EntitlementEntry.objects.of_student(user)
    return list(mine.values("at", "entitlement__label", "kind", "amount", "about", "why"))


panels.add_panel(panels.Panel("mentor-offer", "courses/panels/_next.html", 5, offered, "next"))
panels.add_panel(panels.Panel("mentor-waits", "mentorship/panels/_waits.html", 35, waits))
panels.add_panel(
    panels.Panel("mentor-sessions", "mentorship/panels/_sessions.html", 40, sessions, "side")
)
panels.add_timeline(timeline)
panels.add_export("mentorship waiting list", waits_held)
panels.add_export("mentorship sessions granted", entries_held)
