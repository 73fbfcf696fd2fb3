"""The syllabus somebody asked for, by email."""

import datetime as dt

import pytest
import time_machine
from django.core import mail as outbox
from django.utils import timezone

from courses.models import Course, CourseState
from enquiries.models import Direction, Interaction, Kind
from enquiries.operations.sending import send_syllabus
from enquiries.operations.working import promise
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import MailClass
from institute.mail.models import Status
from institute.mail.operations import deliver, unsubscribe
from tests import make

pytestmark = pytest.mark.django_db


def test_syllabus_travels_with_the_letter(desk: User) -> None:
    course = make.course("Risk and escalation")
    enquiry = make.enquiry(course=course)

    message = send_syllabus(enquiry=enquiry, course=course, by=desk)
    deliver()

    assert message
    assert message.mail_class == MailClass.REPLY
    assert message.not_after
    assert message.not_after - message.queued_at >= dt.timedelta(hours=47, minutes=59)
    raw = outbox.outbox[0].message()
    (attached,) = [part for part in raw.walk() if part.get_filename()]
    assert attached.get_filename() == f"{course.slug}-syllabus.pdf"
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content.startswith(b"%PDF")
    assert "The syllabus you asked for: Risk and escalation" in raw["Subject"]


def test_it_is_an_answer_in_the_history(desk: User) -> None:
    course = make.course("Risk and escalation")
    enquiry = make.enquiry(course=course)

    message = send_syllabus(enquiry=enquiry, course=course, by=desk)

    kept = Interaction.objects.get(enquiry=enquiry)
    assert (kept.kind, kept.direction, kept.message) == (Kind.EMAIL, Direction.OUT, message)
    enquiry.refresh_from_db()
    assert enquiry.first_responded_at


def test_asked_for_twice_it_leaves_once_a_day(desk: User) -> None:
    course = make.course()
    enquiry = make.enquiry(course=course)

    assert send_syllabus(enquiry=enquiry, course=course, by=desk)
    assert send_syllabus(enquiry=enquiry, course=course, by=desk) is None
    assert Interaction.objects.count() == 1
    with time_machine.travel(timezone.now() + dt.timedelta(days=1), tick=False):
        assert send_syllabus(enquiry=enquiry, course=course, by=desk)


def test_another_course_is_another_letter(desk: User) -> None:
    enquiry = make.enquiry(course=make.course())

    assert send_syllabus(enquiry=enquiry, course=make.course(), by=desk)
    assert send_syllabus(enquiry=enquiry, course=make.course(), by=desk)


def test_reader_who_wants_no_news_still_gets_what_they_asked_for(desk: User) -> None:
    course = make.course()
    enquiry = make.enquiry(course=course)
    unsubscribe(enquiry.email)

    message = send_syllabus(enquiry=enquiry, course=course, by=desk)
    deliver()

    assert message
    message.refresh_from_db()
    assert message.status == Status.SENT


def test_promise_of_a_syllabus_waits_for_the_letter(desk: User) -> None:
    course = make.course()
    enquiry = make.enquiry(course=course)
    tomorrow = timezone.now() + dt.timedelta(days=1)
    promised = promise(enquiry=enquiry, text="Send the Syllabus", due_at=tomorrow, by=desk)

    message = send_syllabus(enquiry=enquiry, course=course, by=desk)

    promised.refresh_from_db()
    assert promised.awaits_message == message
    assert promised.kept_at is None


def test_nobody_can_be_sent_a_file_without_an_address(desk: User) -> None:
    enquiry = make.enquiry(make.contact("Ana", phone="+19052829318"))

    with pytest.raises(RuleBroken, match="address"):
        send_syllabus(enquiry=enquiry, course=make.course(), by=desk)


def test_course_that_is_gone_has_no_syllabus(desk: User) -> None:
    course = make.course()
    enquiry = make.enquiry(course=course)
    message = send_syllabus(enquiry=enquiry, course=course, by=desk)
    Course.objects.filter(pk=course.pk).update(status=CourseState.RETIRED)
    course.refresh_from_db()

    with pytest.raises(RuleBroken, match="not offered"):
        send_syllabus(enquiry=make.enquiry(), course=course, by=desk)
    deliver()
    assert message
    message.refresh_from_db()
    assert message.status == Status.CANCELLED
