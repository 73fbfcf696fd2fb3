"""From a reserved place to a confirmed one, and the reminders that follow."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from courses import emails, events
from courses.models import Enrolment
from courses.operations.history import move
from institute import mail
from institute.accounts.models import User
from institute.events import announce_on_commit
from institute.moves import locked


@transaction.atomic
def confirm_place(*, enrolment: Enrolment, by: User | None = None) -> Enrolment:
    """Make a reserved place sure: it is paid, free or sponsored."""
    enrolment = locked(enrolment)
    move(enrolment, "confirm", by=by)
    write_confirmation(enrolment)
    return enrolment


def write_confirmation(enrolment: Enrolment) -> None:
    """The letter with the calendar file, the reminders before the start, the announcement."""
    mail.queue(emails.place_confirmed(enrolment))
    queue_reminders(enrolment)
    announce_on_commit(events.place_confirmed, enrolment_id=enrolment.pk)


def queue_reminders(enrolment: Enrolment) -> None:
    """A letter a week and a day before the start; a moment already past is left out."""
    starts_at = enrolment.cohort.starts_at
    for write, days in ((emails.starts_in_a_week, 7), (emails.starts_tomorrow, 1)):
        if starts_at - dt.timedelta(days=days) > timezone.now():
            mail.queue(write(enrolment))
