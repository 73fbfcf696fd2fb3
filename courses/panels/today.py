"""The panels of the Today page: the one next action, the path, places, the next class."""

from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from courses import journeys
from courses.models import Enrolment, Session, Status, WaitlistEntry, WaitlistStatus
from courses.panels.mine import Mine, mine
from courses.wording import when
from institute.accounts.models import User
from institute.templatetags.moments import money

Context = dict[str, object]


@dataclass(frozen=True)
class Next:
    """The one thing to do now."""

    title: str
    meta: str
    url: str
    action: str
    is_first: bool = False


def next_up(request: HttpRequest) -> Context | None:
    """The door of a class that opens, an offer, a payment, the next class, or the first course."""
    user, my = reader(request), mine(request)
    if my.is_empty:
        return None if user.is_institute_staff else asdict(_first_course())
    found = _class_now(my, user) or _offer(my, user) or _to_pay(my, user) or _class(my, user)
    return asdict(found or _another_course())


def reader(request: HttpRequest) -> User:
    """The person who reads the page."""
    assert isinstance(request.user, User)
    return request.user


def _class_now(my: Mine, user: User) -> Next | None:
    for one in my.ahead:
        if journeys.door_is_open(one) and one.join_url:
            begins = f"{one.cohort.version.title}. Begins {when(one.starts_at, user.zone)}."
            return Next(str(one), begins, one.join_url, "Join the class")
    return None


def _offer(my: Mine, user: User) -> Next | None:
    offers = [line for line in my.lines if line.status == WaitlistStatus.OFFERED]
    if not offers:
        return None
    first = min(offers, key=_offer_end)
    return Next(
        f"Take your seat in {first.cohort.version.title}",
        f"It is held for you until {when(first.offer_expires_at, user.zone)}.",
        reverse("courses:waitlist", args=[first.pk]),
        "See the offer",
    )


def _offer_end(line: WaitlistEntry) -> float:
    return line.offer_expires_at.timestamp() if line.offer_expires_at else 0.0


def _to_pay(my: Mine, user: User) -> Next | None:
    unpaid = [place for place in my.places if place.status == Status.RESERVED]
    if not unpaid:
        return None
    first = min(unpaid, key=_hold_end)
    owed = money(journeys.owed_cents(first, first.paid))
    return Next(
        f"Pay for {first.cohort.version.title}",
        f"{owed} by {when(first.hold_expires_at, user.zone)}. Your seat is held until then.",
        reverse("courses:enrolment", args=[first.pk]),
        "See how to pay",
    )


def _hold_end(place: Enrolment) -> float:
    return place.hold_expires_at.timestamp() if place.hold_expires_at else 0.0


def _class(my: Mine, user: User) -> Next | None:
    if not my.ahead:
        return None
    first = my.ahead[0]
    place = _place_in(my, first)
    return Next(
        str(first),
        f"{first.cohort.version.title}. {when(first.starts_at, user.zone)}.",
        reverse("courses:enrolment", args=[place.pk]),
        "Open the course",
    )


def _place_in(my: Mine, one: Session) -> Enrolment:
    return next(place for place in my.places if place.cohort_id == one.cohort_id)


def _first_course() -> Next:
    return Next(
        "Choose your first course",
        "Your classes, dates and payments will stand here, with one next step at a time.",
        reverse("courses:catalogue"),
        "See all courses",
        is_first=True,
    )


def _another_course() -> Next:
    return Next(
        "Nothing is waiting for you",
        "No class is planned and nothing is to be paid.",
        reverse("courses:catalogue"),
        "Choose what comes next",
    )


def path(request: HttpRequest) -> Context | None:
    """The way through the course that moves first: the one under way, else the next to start."""
    going = [place for place in mine(request).places if place.status != Status.COMPLETED]
    if not going:
        return None
    place = min(going, key=lambda one: one.cohort.starts_at)
    return {"place": place, "steps": journeys.steps(place)}


def places(request: HttpRequest) -> Context | None:
    """My enrolments, with where each stands."""
    held = mine(request).places
    if not held:
        return None
    return {"places": [(place, journeys.look(place.status)) for place in held]}


def lines(request: HttpRequest) -> Context | None:
    """Where I stand in line."""
    found = mine(request).lines
    return {"lines": found} if found else None


def next_class(request: HttpRequest) -> Context | None:
    """The next class, with its door."""
    my = mine(request)
    if not my.ahead:
        return None
    first = my.ahead[0]
    opens_at = first.starts_at - journeys.DOOR
    place = _place_in(my, first)
    return {
        "session": first,
        "place": place,
        "opens_at": opens_at,
        "open": journeys.door_is_open(first),
    }


def feed(request: HttpRequest) -> Context | None:
    """The address of the calendar feed."""
    user = reader(request)
    if mine(request).is_empty:
        return None
    address = reverse("calendar_feed", args=[user.calendar_token])
    url = f"{settings.SITE_URL}{address}"
    return {"feed_url": url, "webcal_url": f"webcal://{url.partition('://')[2]}"}
