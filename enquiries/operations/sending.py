"""Sending what somebody asked for."""

from django.db import transaction

from courses.models import Course
from enquiries import emails
from enquiries.models import Direction, Enquiry, Kind, Promise
from enquiries.operations.working import Happened, keep_promise, record
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage

WORD = "syllabus"


@transaction.atomic
def send_syllabus(
    *, enquiry: Enquiry, course: Course, by: User | None = None
) -> OutboundMessage | None:
    """Email the syllabus they asked for, once a day; None when it went out today already.

    Open promises of a syllabus wait for this message: they close when it has left. Raises
    RuleBroken without an address, and for a course that is not offered.
    """
    to = address_of(enquiry)
    if not to:
        raise RuleBroken("Enter an email address first: a syllabus goes by email.")
    if course.status != "published" or course.current is None:
        raise RuleBroken("This course is not offered now, so there is no syllabus to send.")
    message = mail.queue(emails.syllabus_sent(enquiry, course, to=to))
    if message is None:
        return None
    told = f"The syllabus of {course}."
    happened = Happened(Kind.EMAIL, Direction.OUT, told, message=message)
    record(enquiry=enquiry, happened=happened, by=by)
    for promised in Promise.objects.open().filter(enquiry=enquiry, text__icontains=WORD):
        keep_promise(promise=promised, message=message)
    return message


def address_of(enquiry: Enquiry) -> str:
    """Where an email about an enquiry goes: the address it came with, else the person's own."""
    return enquiry.email or (enquiry.person.email if enquiry.person else "")
