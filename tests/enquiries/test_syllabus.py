"""The syllabus somebody asked for, by email."""

import datetime as dt

import pytest
import time_machine
from django.core import mail as outbox
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Course, CourseState
from enquiries.models import Call, Direction, Enquiry, Interaction, Kind, Outcome
from enquiries.operations import agreeing
from enquiries.operations.closing import Closing
from enquiries.operations.sending import send_syllabus
from enquiries.operations.working import promise
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import MailClass
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver, unsubscribe
from tests import make
from tests.enquiries.asking import send

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


# --- Where it is asked for -------------------------------------------------------------------


def sent_to(address: str) -> list[OutboundMessage]:
    letters = OutboundMessage.objects.to(address).filter(kind="enquiries.syllabus_sent")
    return list(letters.order_by("pk"))


def test_visitor_ticks_the_box_on_the_page_of_a_course(client: Client) -> None:
    course = make.course("Risk and escalation")
    page = client.get(reverse("courses:course", args=[course.slug])).content.decode()
    assert 'name="syllabus"' in page

    send(client, {"course": course.slug, "syllabus": "yes"})

    (letter,) = sent_to("ana@example.com")
    assert letter.about_id == str(course.pk)
    enquiry = Enquiry.objects.get()
    assert enquiry.first_responded_at is None  # a person still owes the answer


def test_question_without_the_tick_brings_no_file(client: Client) -> None:
    send(client, {"course": make.course().slug})

    assert sent_to("ana@example.com") == []


def test_syllabus_asked_for_after_the_question_still_comes(client: Client) -> None:
    course = make.course()
    send(client, {"course": course.slug})
    for _ in range(2):
        send(client, {"course": course.slug, "syllabus": "yes"})

    assert len(sent_to("ana@example.com")) == 1


def test_syllabus_of_no_course_is_nothing(client: Client) -> None:
    send(client, {"syllabus": "yes"})

    assert sent_to("ana@example.com") == []
    assert Enquiry.objects.count() == 1


def test_suspect_gets_no_file_before_somebody_looked(client: Client) -> None:
    send(client, {"course": make.course().slug, "syllabus": "yes", "website": "https://x.example"})

    assert sent_to("ana@example.com") == []


def test_staff_send_it_from_the_enquiry(as_desk: Client) -> None:
    course = make.course("Risk and escalation")
    enquiry = make.enquiry(course=course)
    address = reverse("enquiries:send_syllabus", args=[enquiry.public_id])

    assert enquiry.email in as_desk.get(address).content.decode()
    for _ in range(2):
        answer = as_desk.post(address, {"course": course.slug})

    assert answer.status_code == 302
    assert len(sent_to(enquiry.email)) == 1


@pytest.mark.parametrize("course", ["", "nothing"])
def test_staff_choose_a_course_that_is_offered(course: str, as_desk: Client) -> None:
    enquiry = make.enquiry()
    address = reverse("enquiries:send_syllabus", args=[enquiry.public_id])

    answer = as_desk.post(address, {"course": course})

    assert answer.status_code == 422
    assert "Choose a course." in answer.content.decode()


def test_page_says_when_there_is_no_address(as_desk: Client) -> None:
    enquiry = make.enquiry(make.contact("Ana", phone="+19052829318"))
    address = reverse("enquiries:send_syllabus", args=[enquiry.public_id])

    assert "There is no email address" in as_desk.get(address).content.decode()
    refused = as_desk.post(address, {"course": make.course().slug})
    assert refused.status_code == 422


def test_address_of_the_person_serves_when_the_enquiry_has_none(desk: User) -> None:
    course = make.course()
    enquiry = make.enquiry(make.contact("Ana", "ana@example.com"), email="", source="phone")

    message = send_syllabus(enquiry=enquiry, course=course, by=desk)

    assert message
    assert message.to_address == "ana@example.com"


def test_call_that_ends_with_information_sent_sends_the_syllabus(desk: User) -> None:
    course = make.course()
    enquiry = make.enquiry(make.contact("Ana", "ana@example.com"), course=course)
    call = Call(enquiry=enquiry, staff=desk)

    for outcome in (Outcome.FOLLOW_UP, Outcome.INFO_SENT):
        agreeing.send_information(call, Closing(outcome=outcome), desk)

    assert len(sent_to("ana@example.com")) == 1
