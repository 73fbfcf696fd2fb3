"""Sessions that are booked, moved and called off, and who suits: as each reader finds them."""

from django.urls import reverse

from institute.accounts.models import User
from mentorship.models import Booking, BookingStatus

MATCH = "/mentorship/match/"
LIST = "/mentorship/bookings/"


def of_visitor() -> list[str]:
    """Who suits, with everything asked, and nobody."""
    return [MATCH, f"{MATCH}?aim=trouble&language=French", f"{MATCH}?on=2020-01-01"]


def of_student(student: User) -> list[str]:
    """What is ahead and behind; a session that is sure, asked for, over, moved and called off."""
    ahead = Booking.objects.of_student(student).upcoming()
    sure, asked = ahead.confirmed(), ahead.filter(status=BookingStatus.REQUESTED)
    over = Booking.objects.of_student(student).past()
    pages = [one.get_absolute_url() for one in (sure[0], asked[0], over[0])]
    acts = [reverse(f"mentorship:{act}", args=[sure[0].public_id]) for act in ("move", "cancel")]
    return [LIST, f"{LIST}?show=past", MATCH, *pages, *acts]


def of_mentor(mentor: User) -> list[str]:
    """Their students' sessions, and one of them to move."""
    sure = Booking.objects.of_mentor(mentor).upcoming().confirmed()[0]
    return [LIST, sure.get_absolute_url(), reverse("mentorship:move", args=[sure.public_id])]


def of_desk(student: User) -> list[str]:
    """Nothing of their own; a session of somebody else to hand to another mentor or to cancel."""
    sure = Booking.objects.of_student(student).upcoming().confirmed()[0]
    acts = [reverse(f"mentorship:{act}", args=[sure.public_id]) for act in ("move", "cancel")]
    return [LIST, f"{LIST}?show=past", sure.get_absolute_url(), *acts]
