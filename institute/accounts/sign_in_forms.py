"""The sign-in library's forms in our words: labels and hints instead of placeholders."""

from typing import Any

from allauth.account import forms as account
from allauth.account.models import EmailAddress
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from institute.accounts.models import DEFAULT_ZONE, User
from institute.accounts.zones import detected_zone

PASSWORD_HINT = "At least 10 characters. Three unrelated words are easy to keep in mind."  # noqa: S105
CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "off"}


class Plain:
    """The label says it and stays, so no placeholders. One password field: reset undoes a slip."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.word()

    def word(self) -> None:
        """Set labels, hints and messages."""

    def say(self, name: str, label: str, hint: str = "", missing: str = "") -> forms.Field:
        """Word one field."""
        field = self.fields[name]
        field.label, field.help_text = label, hint
        if missing:
            field.error_messages["required"] = missing
        return field

    def say_email(self, hint: str = "") -> None:
        """Word the email field."""
        field = self.say("email", "Email", hint, "Enter your email address.")
        field.error_messages["invalid"] = "Enter an email address with an @, like name@example.com"
        # The library allows 320 characters; an account keeps 254, as the mail standards do.
        field.validators.append(MaxLengthValidator(254, "This address is too long to exist."))
        field.widget.attrs["maxlength"] = "254"

    def say_code(self, label: str, hint: str) -> None:
        """Word a field for a code, and let the phone offer it."""
        self.say("code", label, hint, "Enter the code.").widget.attrs.update(CODE_ATTRIBUTES)


class LoginForm(Plain, account.LoginForm):
    """Email and password."""

    def word(self) -> None:
        field = self.say("login", "Email", missing="Enter your email address.")
        field.error_messages["invalid"] = "Enter an email address with an @, like name@example.com"
        self.say("password", "Password", missing="Enter your password.")


class SignupForm(Plain, account.SignupForm):
    """A name, an email address and a password."""

    display_name = forms.CharField(max_length=120)
    field_order = ("display_name", "email", "password1")

    def word(self) -> None:
        name = self.say("display_name", "Name", "What we call you.", "Tell us what to call you.")
        name.widget.attrs["autocomplete"] = "name"
        self.say_email("We send a code there to confirm that it is yours.")
        self.say("password1", "Password", PASSWORD_HINT, "Choose a password.")

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name, and the zone the browser reported."""
        user.display_name = self.cleaned_data["display_name"]
        user.time_zone = detected_zone(request) or DEFAULT_ZONE
        user.save(update_fields=["display_name", "time_zone"])

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponseBase | None]:
        """Sign up once, however often the form is sent; a stranger's address looks the same."""
        twin = self._sent_before()
        if twin:
            return twin, None
        try:
            with transaction.atomic():
                saved: tuple[User | None, HttpResponseBase | None] = super().try_save(request)
                return saved
        except IntegrityError:  # the same form, sent twice at once
            self.account_already_exists = True
            return self.try_save(request)

    def _sent_before(self) -> User | None:
        """The unconfirmed account this very form made a moment ago."""
        if not self.account_already_exists:
            return None
        user = User.objects.filter(email=self.cleaned_data["email"], last_login=None).first()
        if not user or EmailAddress.objects.filter(user=user, verified=True).exists():
            return None
        return user if user.check_password(self.cleaned_data["password1"]) else None


class ResetPasswordForm(Plain, account.ResetPasswordForm):
    """Where to send the link."""

    def word(self) -> None:
        self.say_email()


class ResetPasswordKeyForm(Plain, account.ResetPasswordKeyForm):
    """The new password, from the link."""

    def word(self) -> None:
        self.say("password1", "New password", PASSWORD_HINT, "Choose a password.")


class ChangePasswordForm(Plain, account.ChangePasswordForm):
    """The old password and the new one."""

    def word(self) -> None:
        self.say("oldpassword", "Current password", missing="Enter your current password.")
        self.say("password1", "New password", PASSWORD_HINT, "Choose a password.")


class SetPasswordForm(Plain, account.SetPasswordForm):
    """The first password of somebody who has none."""

    def word(self) -> None:
        self.say("password1", "Password", PASSWORD_HINT, "Choose a password.")


class AddEmailForm(Plain, account.AddEmailForm):
    """The address that takes the place of the present one."""

    def word(self) -> None:
        self.say_email("We send a code there. Until you enter it, nothing changes.")
        self.fields["email"].label = "New email"


class ReauthenticateForm(Plain, account.ReauthenticateForm):
    """The password again, before something that matters."""

    def word(self) -> None:
        self.say("password", "Password", missing="Enter your password.")


class ConfirmEmailForm(Plain, account.ConfirmEmailVerificationCodeForm):
    """The code from the email."""

    def word(self) -> None:
        self.say_code("Code from the email", "Eight letters, with or without the dash.")


class SecondStepForm(Plain, second_step.AuthenticateForm):
    """The code of the second step, at sign-in."""

    def word(self) -> None:
        self.say_code("Code", "Six digits from your app, or one of your recovery codes.")


class SecondStepAgainForm(Plain, second_step.ReauthenticateForm):
    """The code of the second step, before something that matters."""

    def word(self) -> None:
        self.say_code("Code", "Six digits from your app, or one of your recovery codes.")


class ActivateAppForm(Plain, totp.ActivateTOTPForm):
    """The first code an authenticator app shows."""

    def word(self) -> None:
        self.say_code("Code from the app", "Six digits. They change every 30 seconds.")


class AddPasskeyForm(Plain, passkeys.AddWebAuthnForm):
    """A name for the passkey; the browser adds the rest."""

    def word(self) -> None:
        self.say("name", "Name", "So that you can tell your passkeys apart.")
        self.say(
            "passwordless",
            "Sign in with this passkey alone",
            "It then asks for your fingerprint, face or PIN, and you need no password.",
        )
        self.fields["passwordless"].initial = True


class RenamePasskeyForm(Plain, passkeys.EditWebAuthnForm):
    """Another name for a passkey."""

    def word(self) -> None:
        self.say("name", "Name", missing="Give the passkey a name.")
