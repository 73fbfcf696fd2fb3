"""The frame of every email."""

import pytest
from django.template import Context, Template

LETTER = (
    '{% extends "email/layout.html" %}'
    "{% block greeting %}Amara, your place is held.{% endblock %}"
    "{% block body %}<p>{{ words }}</p>{% endblock %}"
)
PLAIN = (
    '{% extends "email/layout.txt" %}'
    "{% block subject %}Your place is held{% endblock %}"
    "{% block body %}{{ words }}{% endblock %}"
)
ABOUT = {
    "subject": "Your place is held",
    "site_url": "https://tpm.example",
    "phone": "(905) 282-9318",
    "phone_uri": "tel:+19052829318",
    "why": "You get this because you reserved a place.",
    "mailing_address": "1 Example Street, Toronto",
    "preferences_url": "https://tpm.example/email/t/",
    "words": "Until Friday & no longer",
    "action_url": "https://tpm.example/pay/?a=1&b=2",
    "action_label": "See the invoice",
}


def written(source: str, *, html: bool = True, **more: object) -> str:
    return Template(source).render(Context(ABOUT | more, autoescape=html))


@pytest.mark.parametrize(("source", "html"), [(LETTER, True), (PLAIN, False)])
def test_a_letter_says_who_wrote_why_and_how_to_stop(source: str, html: bool) -> None:
    letter = written(source, html=html)

    for said in ("why", "mailing_address", "phone", "preferences_url"):
        assert ABOUT[said] in letter


def test_the_picture_has_an_address_mail_programs_can_reach() -> None:
    assert 'src="https://tpm.example/static/img/mark-60.png"' in written(LETTER)


def test_words_are_escaped_in_html_and_plain_in_text() -> None:
    assert "Friday &amp; no longer" in written(LETTER)
    assert "Friday & no longer" in written(PLAIN, html=False)


def test_the_first_line_of_the_text_is_the_subject() -> None:
    assert written(PLAIN, html=False).lstrip().splitlines()[0] == "Your place is held"


def test_the_button_and_its_address_are_in_both() -> None:
    assert 'href="https://tpm.example/pay/?a=1&amp;b=2"' in written(LETTER)
    assert "See the invoice: https://tpm.example/pay/?a=1&b=2" in written(PLAIN, html=False)


def test_a_commercial_letter_offers_to_stop() -> None:
    assert "Stop these emails" in written(LETTER, is_commercial=True)


def test_a_security_letter_has_no_preferences() -> None:
    assert "Change which emails" not in written(LETTER, preferences_url="")


def test_without_a_street_the_province_is_named() -> None:
    assert "TPM Institute, Ontario, Canada." in written(LETTER, mailing_address="")


def test_both_colour_modes_are_declared() -> None:
    letter = written(LETTER)

    assert '<meta name="color-scheme" content="light dark">' in letter
    assert "prefers-color-scheme:dark" in letter
