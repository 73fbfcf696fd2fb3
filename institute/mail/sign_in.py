"""Sign-in's emails, and the joint that lets the sign-in library put them in the outbox.

Accounts stand below the outbox and cannot call it, so the joint is here.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from institute import mail
from institute.accounts.adapter import SignInAdapter
from institute.accounts.devices import device_name
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter

WORTH_SENDING = timedelta(minutes=30)  # a code that comes later than this only confuses
NOTICE_WORTH_SENDING = timedelta(days=2)

CHANGES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_reset": "Your password was reset.",
    "account/email/password_set": "A password was set.",
    "mfa/email/totp_activated": "An authenticator app was added as the second step.",
    "mfa/email/totp_deactivated": "The authenticator app was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made. Older ones stopped.",
    "mfa/email/webauthn_added": "A passkey was added.",
    "mfa/email/webauthn_removed": "A passkey was removed.",
}


def _now_or_never(user: User, to: str, **context: Any) -> Letter:
    """A letter of use for half an hour. Each is new: a second code is a second letter."""
    return Letter(
        to=to,
        about=user,
        context=context,
        person=user,
        sequence=secrets.randbits(31),
        not_after=timezone.now() + WORTH_SENDING,
    )


@letter(
    MailClass.SECURITY,
    Topic.ACCOUNT,
    why="You get this because somebody typed this address at TPM Institute to sign up or to "
    "change their email.",
)
def confirmation_code(user: User, to: str, code: str) -> Letter:
    """The code that shows the address is theirs."""
    return _now_or_never(user, to, name=user.short_name, code=code)


@letter(
    MailClass.SECURITY,
    Topic.ACCOUNT,
    why="You get this because somebody signed up at TPM Institute with this address.",
)
def account_exists(user: User, to: str, sign_in_url: str, reset_url: str) -> Letter:
    """Somebody signed up with an address that has an account; the page did not say so."""
    return _now_or_never(
        user, to, name=user.short_name, sign_in_url=sign_in_url, reset_url=reset_url
    )


@letter(
    MailClass.SECURITY,
    Topic.ACCOUNT,
    why="You get this because somebody asked to reset the password of this account.",
)
def password_reset(user: User, to: str, url: str) -> Letter:
    """The link that lets a person choose a new password."""
    return _now_or_never(user, to, name=user.short_name, url=url)


@letter(
    MailClass.SECURITY,
    Topic.ACCOUNT,
    why="You get this because it concerns the safety of your account. It cannot be switched off.",
)
def account_changed(user: User, to: str, change: str, device: str, reset_url: str) -> Letter:
    """Something about signing in changed; if it was not them, they must know."""
    return Letter(
        to=to,
        about=user,
        context={
            "name": user.short_name,
            "change": change,
            "device": device,
            "reset_url": reset_url,
            "at": timezone.localtime(timezone=user.zone).strftime("%A %-d %B %Y, %H:%M"),
            "zone": user.time_zone.rpartition("/")[2].replace("_", " "),
        },
        person=user,
        sequence=secrets.randbits(31),
        not_after=timezone.now() + NOTICE_WORTH_SENDING,
    )


class AccountAdapter(SignInAdapter):
    """Sign-in whose emails go through the outbox."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter the library asks for. Raises KeyError for one we never declared."""
        user = context.get("user") or User.objects.get(email=email.lower())
        mail.queue(LETTERS[template_prefix](self, user, email, context))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person what changed about their sign-in."""
        super().send_notification_mail(
            template_prefix, user, (context or {}) | {"user": user}, email
        )

    def absolute(self, name: str) -> str:
        """The full address of a page."""
        return str(self.request.build_absolute_uri(reverse(name)))


Write = Callable[[AccountAdapter, User, str, dict[str, Any]], Letter]


def _code(_: AccountAdapter, user: User, to: str, context: dict[str, Any]) -> Letter:
    return confirmation_code(user, to, context["code"])


def _exists(adapter: AccountAdapter, user: User, to: str, context: dict[str, Any]) -> Letter:
    sign_in_url = adapter.absolute("account_login")
    return account_exists(user, to, sign_in_url, context["password_reset_url"])


def _reset(_: AccountAdapter, user: User, to: str, context: dict[str, Any]) -> Letter:
    return password_reset(user, to, context["password_reset_url"])


def _changed(change: str) -> Write:
    def write(adapter: AccountAdapter, user: User, to: str, context: dict[str, Any]) -> Letter:
        device = device_name(context["user_agent"])
        reset_url = adapter.absolute("account_reset_password")
        return account_changed(user, to, change.format(**context), device, reset_url)

    return write


LETTERS: dict[str, Write] = {
    "account/email/email_confirmation": _code,
    "account/email/email_confirmation_signup": _code,
    "account/email/account_already_exists": _exists,
    "account/email/password_reset_key": _reset,
    "account/email/email_changed": _changed("Your email address is now {to_email}."),
    "account/email/email_deleted": _changed("The email address {deleted_email} was removed."),
} | {prefix: _changed(change) for prefix, change in CHANGES.items()}
