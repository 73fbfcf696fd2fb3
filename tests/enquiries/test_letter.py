"""The acknowledgement, as it reads."""

import pytest
from django.template.loader import render_to_string

from enquiries import emails
from enquiries.operations import asking as operations
from tests import make
from tests.enquiries.asking import asked, circumstances

pytestmark = pytest.mark.django_db


def text_of(**changes: object) -> str:
    enquiry = operations.ask(asked=asked(**changes), circumstances=circumstances())
    letter = emails.enquiry_received(enquiry)
    return render_to_string("enquiries/emails/enquiry_received.txt", letter.context)


def test_the_letter_names_the_course_and_the_reply_time() -> None:
    text = text_of(course=make.course("Risk and escalation"))

    assert text.strip().startswith("Your question is with us: Risk and escalation")
    assert "Hello Ana Lima," in text
    assert "one business day" in text


def test_the_letter_says_that_we_may_call() -> None:
    assert "(905) 282-9318, so we may call" in text_of(contact="ana@example.com, 905 282 9318")


@pytest.mark.parametrize("name", ["Win at spam.example", "https://x.example", "A" * 80])
def test_the_letter_cannot_carry_an_advertisement(name: str) -> None:
    text = text_of(name=name, question="Buy now at https://spam.example")

    assert name not in text
    assert "spam.example" not in text
