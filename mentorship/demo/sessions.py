"""Sixty sessions that invented people had with mentors, and twenty that are still to come."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle

from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from mentorship import diaries, slots
from mentorship.attendance import Mark
from mentorship.demo.stories import Topic, remember, topics
from mentorship.models import (
    Attendance,
    Booking,
    BookingRevision,
    BookingStatus,
    Mentor,
    Offer,
    Party,
)
from mentorship.operations import crediting
from mentorship.operations.booking import Wish, accept, book, use_of
from mentorship.operations.holding import set_time
from mentorship.slots import Span

PAST, AHEAD = 60, 20
STUDENTS = 14  # of them the first come often, as it is in life
A_DAY = dt.timedelta(days=1)
SESSIONS = 20
# How the sixty ended: what is not named was completed.
ENDINGS = {
    5: BookingStatus.CANCELLED_BY_STUDENT,
    12: BookingStatus.NO_SHOW_STUDENT,
    19: BookingStatus.CANCELLED_BY_MENTOR,
    26: BookingStatus.CANCELLED_BY_STUDENT,
    33: BookingStatus.NO_SHOW_MENTOR,
    40: BookingStatus.DECLINED,
    47: BookingStatus.CANCELLED_BY_STUDENT,
    54: BookingStatus.NO_SHOW_STUDENT,
    58: BookingStatus.DISPUTED,
}
ACTS = {
    BookingStatus.COMPLETED: "complete",
    BookingStatus.CANCELLED_BY_STUDENT: "cancel_by_student",
    BookingStatus.CANCELLED_BY_MENTOR: "cancel_by_mentor",
    BookingStatus.NO_SHOW_STUDENT: "miss_student",
    BookingStatus.NO_SHOW_MENTOR: "miss_mentor",
    BookingStatus.DECLINED: "decline",
    BookingStatus.DISPUTED: "dispute",
}


@dataclass(frozen=True)
class Meeting:
    """Who meets whom, for what, and when."""

    number: int
    mentor: Mentor
    student: User
    offer: Offer
    span: Span
    topic: Topic


def plant_sessions(mentors: Sequence[Mentor], students: Sequence[User]) -> int:
    """Plant past and future, unless there are demo sessions; how many are new."""
    if Booking.objects.filter(is_demo=True).exists():
        return 0
    now, people = timezone.now(), students[:STUDENTS]
    for student in people:
        gift = crediting.Gift(SESSIONS, "Sessions with the program")
        crediting.grant(student=student, gift=gift, request_key=f"demo {student.pk}")
    with mail.silenced():
        past = Span(now - 240 * A_DAY, now - 2 * A_DAY)
        for meeting in _spread(mentors, people, past, PAST, seen_from=now - 280 * A_DAY):
            _live_through(meeting)
        ahead = Span(now + A_DAY, now + 40 * A_DAY)
        planned = 0
        for meeting in _spread(mentors, people, ahead, AHEAD * 2, seen_from=now):
            if planned < AHEAD:
                planned += _agree(meeting)
    return PAST + planned


def _spread(
    mentors: Sequence[Mentor],
    students: Sequence[User],
    window: Span,
    number: int,
    *,
    seen_from: dt.datetime,
) -> Iterator[Meeting]:
    """Meetings over the window, one mentor after the other, no two at once for anybody."""
    free = {one.pk: _free(one, window, seen_from) for one in mentors}
    taken: dict[int, list[Span]] = {}
    each = cycle(mentors)
    step = (window.end - window.start) / number
    for count in range(number):
        mentor, student = next(each), students[(count * count + count // 3) % len(students)]
        offers = [one for one in mentor.offers.all() if one.has_a_time]
        offer = offers[count // len(mentors) % len(offers)]
        wanted = window.start + count * step
        span = _nearest(free[mentor.pk], wanted, offer, taken.get(student.pk, []))
        if span is None:
            continue
        free[mentor.pk] = [
            one for one in free[mentor.pk] if abs(one.start - span.start) > A_DAY / 8
        ]
        taken.setdefault(student.pk, []).append(span)
        about = topics(offer.kind)
        yield Meeting(count, mentor, student, offer, span, about[count % len(about)])


def _free(mentor: Mentor, window: Span, seen_from: dt.datetime) -> list[Span]:
    offer = Offer(minutes=60, buffer_after=30, increment=60, notice_hours=0, horizon_days=600)
    diary = diaries.load([mentor], window)[mentor.pk]
    found = slots.find(diary, diaries.terms_of(offer), window=window, now=seen_from)
    return list(found.free)


def _nearest(free: list[Span], at: dt.datetime, offer: Offer, taken: list[Span]) -> Span | None:
    """The free time nearest to the moment that the student has too."""
    for span in sorted(free, key=lambda one: abs(one.start - at)):
        if all(abs(span.start - other.start) > A_DAY / 6 for other in taken):
            return Span(span.start, span.start + offer.length)
    return None


def _agree(meeting: Meeting) -> bool:
    """A session to come, booked as its student would; every third request is answered."""
    key = f"demo {meeting.mentor.pk} {meeting.span.start.isoformat()}"
    wish = Wish(meeting.mentor, meeting.offer, meeting.span.start, key, meeting.topic["goals"])
    try:
        booking = book(student=meeting.student, wish=wish)
    except RuleBroken:
        return False
    if booking.status == BookingStatus.REQUESTED and meeting.number % 3:
        accept(booking=booking, by=meeting.mentor.user)
    return True


def _live_through(meeting: Meeting) -> None:
    """A session that is over: booked some days before, held, and what stayed of it."""
    status = ENDINGS.get(meeting.number, BookingStatus.COMPLETED)
    agreed_at = meeting.span.start - (3 + meeting.number % 9) * A_DAY
    booking = Booking(
        mentor=meeting.mentor,
        student=meeting.student,
        offer=meeting.offer,
        status=status,
        goals=meeting.topic["goals"],
        idempotency_key=f"demo past {meeting.number}",
        created_at=agreed_at,
        is_demo=True,
        settled_at=None if status == BookingStatus.DISPUTED else meeting.span.end + A_DAY / 24,
    )
    set_time(booking, meeting.span.start)
    booking.save()
    _write_history(booking, agreed_at)
    _use(booking)
    _attend(booking)
    if status == BookingStatus.COMPLETED:
        remember(booking, meeting.topic, meeting.number)


def _write_history(booking: Booking, agreed_at: dt.datetime) -> None:
    ended = booking.settled_at or booking.ends_at
    called_off = booking.is_cancelled or booking.status == BookingStatus.DECLINED
    steps = [
        ("book", BookingStatus.CONFIRMED, booking.student, agreed_at),
        (
            ACTS[BookingStatus(booking.status)],
            booking.status,
            _who(booking),
            agreed_at + A_DAY if called_off else ended,
        ),
    ]
    BookingRevision.objects.bulk_create(
        BookingRevision(
            booking=booking,
            number=number,
            act=act,
            sequence=0,
            status=status,
            during=booking.during,
            mentor=booking.mentor,
            by=by,
            at=at,
        )
        for number, (act, status, by, at) in enumerate(steps, start=1)
    )


def _who(booking: Booking) -> User | None:
    by_mentor = (BookingStatus.CANCELLED_BY_MENTOR, BookingStatus.DECLINED)
    if booking.status in by_mentor:
        return booking.mentor.user
    return booking.student if booking.is_cancelled else None


def _use(booking: Booking) -> None:
    """Set a session aside and use it, or give it back, as the ending asks."""
    use = use_of(booking)
    booking.entitlement = crediting.reserve(student=booking.student, use=use)
    booking.save(update_fields=["entitlement"])
    used = (BookingStatus.COMPLETED, BookingStatus.NO_SHOW_STUDENT)
    if booking.status in used:
        crediting.consume(use=use)
    elif booking.status != BookingStatus.DISPUTED:
        crediting.release(use=use, why=booking.status_words)


def _attend(booking: Booking) -> None:
    """Who came, and what both said of the other."""
    here = {
        BookingStatus.COMPLETED: (True, True),
        BookingStatus.NO_SHOW_STUDENT: (False, True),
        BookingStatus.NO_SHOW_MENTOR: (True, False),
        BookingStatus.DISPUTED: (True, True),
    }.get(BookingStatus(booking.status))
    if here is None:
        return
    student, mentor = here
    for party, came, other in ((Party.STUDENT, student, mentor), (Party.MENTOR, mentor, student)):
        absent = not other or booking.status == BookingStatus.DISPUTED
        Attendance.objects.create(
            booking=booking,
            party=party,
            came_at=booking.starts_at - dt.timedelta(minutes=2) if came else None,
            mark=(Mark.ABSENT if absent else Mark.PRESENT) if came else "",
            marked_at=booking.ends_at if came else None,
        )
