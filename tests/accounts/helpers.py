"""What the tests of sign-in share: the letters a person got, and the steps of signing in."""

import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from tests import make

SECRET = "JBSWY3DPEHPK3PXP"


def confirmed(person: User) -> User:
    """Somebody whose address was confirmed, as after a complete sign-up."""
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def sign_up(client: Client, email: str, password: str = make.PASSWORD, **more: str) -> Any:
    """Send the sign-up form."""
    form = {"display_name": "Amara Okafor", "email": email, "password1": password} | more
    return client.post(reverse("account_signup"), form)


def sign_in(client: Client, email: str, password: str = make.PASSWORD) -> Any:
    """Send the sign-in form."""
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in_and_confirmed(client: Client, person: User) -> None:
    """Sign in, then type the password once more as before something that matters."""
    sign_in(client, person.email)
    client.post(reverse("account_reauthenticate"), {"password": make.PASSWORD})


def letters_to(email: str, kind: str = "") -> list[OutboundMessage]:
    """What is in the outbox for an address, oldest first."""
    found = OutboundMessage.objects.to(email).order_by("pk")
    return list(found.filter(kind=f"sign_in.{kind}") if kind else found)


def code_sent_to(email: str) -> str:
    """The newest confirmation code for an address."""
    return str(letters_to(email, "confirmation_code")[-1].context["code"])


def with_app(person: User, secret: str = SECRET) -> Authenticator:
    """Give somebody an authenticator app."""
    return totp.TOTP.activate(person, secret).instance


def app_code(secret: str = SECRET) -> str:
    """What the app shows now."""
    counter = int(time.time()) // 30
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def is_signed_in(client: Client) -> bool:
    """Whether this browser has a session of somebody."""
    return "_auth_user_id" in client.session
