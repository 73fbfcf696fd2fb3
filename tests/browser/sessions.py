"""Sessions before, during and after, disputed and missed; the record; what to decide."""

import datetime as dt
import uuid

from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship.models import ActionItem, Booking, BookingStatus, Party, stretch
from mentorship.operations import recording

LENGTH = dt.timedelta(minutes=45)


def _moved(booking: Booking, minutes: int) -> str:
    """The session as if it had begun so many minutes ago; the address of its page."""
    start = timezone.now() - dt.timedelta(minutes=minutes)
    during = stretch(start, start + LENGTH)
    Booking.objects.filter(pk=booking.pk).update(during=during, blocks=during)
    return booking.get_absolute_url()


def _filled(booking: Booking) -> Booking:
    """With a note of each kind from each side, and an action that is late."""
    for who in (booking.student, booking.mentor.user):
        for private in (False, True):
            recording.write_note(
                booking=booking,
                by=who,
                text="What we said, and why it holds.\nSecond line.",
                is_private=private,
                key=str(uuid.uuid4()),
            )
    recording.add_action(
        booking=booking,
        by=booking.student,
        party=Party.STUDENT,
        text="Draw the critical path.",
        due_on=dt.date(2026, 1, 5),
        key=str(uuid.uuid4()),
    )
    return booking


def of_student(student: User) -> list[str]:
    """Their own: to come, under way, over, and what is left of the others."""
    mine = Booking.objects.of_student(student).with_people()
    ahead = list(mine.confirmed().upcoming())
    assert len(ahead) > 1
    over = mine.filter(status=BookingStatus.COMPLETED).latest("during")
    pages = [ahead[0].get_absolute_url(), _filled(over).get_absolute_url()]
    join = reverse("mentorship:join", args=[ahead[0].public_id])
    return [*pages, join, _moved(ahead[1], 12), reverse("mentorship:record")]


def of_mentor(mentor: User) -> list[str]:
    """Over and open to words, and the record of whom they meet."""
    ours = Booking.objects.of_mentor(mentor).with_people()
    ended = ours.confirmed().upcoming().last()
    assert ended
    known = reverse("mentorship:student_record", args=[ended.student_id])
    return [_moved(ended, 90), known]


def of_manager() -> list[str]:
    """What to decide, what was missed, and a record with everything in it."""
    told = [Booking.objects.disputed()[0]]
    told += [Booking.objects.filter(status=one)[0] for one in ("no_show_mentor", "no_show_student")]
    student = ActionItem.objects.open()[0].booking.student
    record = reverse("mentorship:student_record", args=[student.pk])
    return [reverse("mentorship:disputes"), record, *(one.get_absolute_url() for one in told)]
