"""Where a session stands, who wrote it down, and which of its states take up time."""

from django.db import models


class BookingStatus(models.TextChoices):
    """Where a session stands."""

    HELD = "held", "Held for you"
    REQUESTED = "requested", "Waiting for the mentor"
    CONFIRMED = "confirmed", "Confirmed"
    EXPIRED = "expired", "Let go"
    DECLINED = "declined", "Declined"
    CANCELLED_BY_STUDENT = "cancelled_by_student", "Cancelled by the student"
    CANCELLED_BY_MENTOR = "cancelled_by_mentor", "Cancelled by the mentor"
    CANCELLED_BY_STAFF = "cancelled_by_staff", "Cancelled by the Institute"
    COMPLETED = "completed", "Completed"
    NO_SHOW_STUDENT = "no_show_student", "The student did not come"
    NO_SHOW_MENTOR = "no_show_mentor", "The mentor did not come"
    DISPUTED = "disputed", "Looked into"


LIVE = (BookingStatus.HELD, BookingStatus.REQUESTED, BookingStatus.CONFIRMED)
UNSURE = (BookingStatus.HELD, BookingStatus.REQUESTED)
AGREED = (BookingStatus.REQUESTED, BookingStatus.CONFIRMED)
CANCELLED = (
    BookingStatus.CANCELLED_BY_STUDENT,
    BookingStatus.CANCELLED_BY_MENTOR,
    BookingStatus.CANCELLED_BY_STAFF,
)
TAKES_PLACE = (BookingStatus.CONFIRMED, BookingStatus.DISPUTED)
MISSED = (BookingStatus.NO_SHOW_STUDENT, BookingStatus.NO_SHOW_MENTOR)
MEETINGS = (*TAKES_PLACE, *MISSED, BookingStatus.COMPLETED)


class Via(models.TextChoices):
    """Who wrote it down."""

    WEB = "web", "The student, on the site"
    DESK = "desk", "The desk"
    STAFF = "staff", "A mentor or the Institute"
    OFFER = "offer", "A freed time, offered"
    SERIES = "series", "A series"


# What has taken a mentor's time of a day or week, whether or not it is still ahead.
COUNTS = (
    BookingStatus.HELD,
    BookingStatus.REQUESTED,
    BookingStatus.CONFIRMED,
    BookingStatus.COMPLETED,
    BookingStatus.DISPUTED,
    BookingStatus.NO_SHOW_STUDENT,
)
