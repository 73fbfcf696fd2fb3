"""Sign-in's emails: urgent, short-lived, in our words, and all of them ours."""

import re
from email import message_from_bytes, policy
from pathlib import Path

import allauth
import pytest
from django.core import mail as django_mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from institute import mail
from institute.mail import sign_in
from institute.mail.letters import KINDS, MailClass
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from institute.mail.sign_in import LETTERS
from tests import make
from tests.accounts.helpers import code_sent_to, confirmed, letters_to, sign_up

# Emails the library can send only with settings that we do not use.
UNUSED = {
    "account/email/login_code",
    "account/email/password_reset_code",
    "account/email/unknown_account",
}
KIND_NAMES = ["account_changed", "account_exists", "confirmation_code", "password_reset"]


def test_every_email_the_library_may_send_has_a_letter() -> None:
    source = Path(allauth.__file__).parent
    asked = {
        name
        for folder in ("account", "mfa")
        for file in (source / folder).rglob("*.py")
        if "tests" not in file.parts
        for name in re.findall(r'"((?:account|mfa)/email/\w+)"', file.read_text())
    }

    assert asked - UNUSED == set(LETTERS)


@pytest.mark.parametrize("name", KIND_NAMES)
def test_letters_about_sign_in_are_security_letters(name: str) -> None:
    assert KINDS[f"sign_in.{name}"].mail_class == MailClass.SECURITY


@pytest.mark.django_db
def test_a_code_that_is_half_an_hour_late_is_not_sent(client: Client) -> None:
    sign_up(client, "amara@example.com")

    (letter,) = letters_to("amara@example.com")
    assert letter.not_after is not None
    assert 29 <= (letter.not_after - timezone.now()).total_seconds() / 60 <= 30


@pytest.mark.django_db
def test_a_reset_for_a_stranger_writes_nothing(client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": "nobody@example.com"})

    assert letters_to("nobody@example.com") == []


@pytest.mark.django_db
def test_the_letter_is_about_the_person(client: Client) -> None:
    person = confirmed(make.person("amara@example.com"))

    client.post(reverse("account_reset_password"), {"email": person.email})

    (letter,) = letters_to(person.email)
    assert letter.person == person
    assert (letter.about_type, letter.about_id) == ("accounts.user", str(person.pk))


@pytest.mark.django_db
def test_the_code_arrives_with_the_code_in_the_subject(client: Client) -> None:
    sign_up(client, "amara@example.com")

    deliver()

    (arrived,) = django_mail.outbox
    code = code_sent_to("amara@example.com")
    assert arrived.to == ["amara@example.com"]
    assert arrived.subject == f"{code} is your TPM Institute code"


@pytest.mark.django_db
def test_every_letter_can_be_written(client: Client) -> None:
    amara = make.person("amara@example.com")
    for letter in (
        sign_in.confirmation_code(amara, amara.email, "BCDF-GHJK"),
        sign_in.account_exists(amara, amara.email, "https://a.example/", "https://b.example/"),
        sign_in.password_reset(amara, amara.email, "https://c.example/"),
        sign_in.account_changed(amara, amara.email, "A passkey was added.", "Firefox", "/reset"),
    ):
        mail.queue(letter)

    deliver()

    states = OutboundMessage.objects.values_list("status", flat=True)
    assert list(states) == [Status.SENT] * 4
    assert all("(905) 282-9318" in str(arrived.body) for arrived in django_mail.outbox)


@pytest.mark.django_db
def test_a_name_with_markup_stays_text(client: Client) -> None:
    amara = make.person("amara@example.com", display_name="<b>Amara</b> Okafor")
    mail.queue(sign_in.confirmation_code(amara, amara.email, "BCDF-GHJK"))

    deliver()

    (arrived,) = django_mail.outbox
    html = message_from_bytes(arrived.message().as_bytes(), policy=policy.default).get_body(
        ("html",)
    )
    assert html
    assert "<b>Amara" not in html.get_content()
    assert "&lt;b&gt;Amara" in html.get_content()
