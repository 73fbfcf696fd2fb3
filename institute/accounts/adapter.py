"""How the sign-in library behaves at the Institute. Its emails join in institute.mail.sign_in."""

from typing import Any, ClassVar, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from institute.accounts.backends import may_sign_in
from institute.accounts.models import User
from institute.accounts.second_factor import FACTORS, needs_second_factor
from institute.accounts.shortcuts import carry_shortcuts


class SignInAdapter(DefaultAccountAdapter):
    """Who gets in, and the words they read on the way."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That email and password do not match. Check both, or reset "
        "your password.",
        "too_many_login_attempts": "Too many tries in a row. Wait five minutes, then try again.",
        "incorrect_code": "That is not the code. Use the newest one we sent.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your current password.",
        "duplicate_email": "That is already your address here.",
        "email_taken": "We cannot use that address. Choose another one.",
        "rate_limited": "Wait five minutes before you ask for another code.",
        "invalid_password_reset": "This link has been used or is too old. Ask for a new one.",
        "unverified_primary_email": "Confirm your email address first.",
    }

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Turn closed accounts away, whichever way they came in."""
        if not may_sign_in(user):
            clear_login(request)
            return cast(HttpResponse, self.respond_user_inactive(request, user))
        return cast("HttpResponse | None", super().pre_login(request, user, **kwargs))

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Bring the person's own settings to this browser."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        carry_shortcuts(response, user)
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """After a new password the person sees that it was kept, not an empty form."""
        return reverse("accounts:profile")


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step at sign-in."""

    error_messages: ClassVar[dict[str, str]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code does not fit. Codes change every 30 seconds: use the newest.",
        "unverified_email": "Confirm your email address before you add a second step.",
        "cannot_delete_authenticator": "Your work here needs a second step. Add another one "
        "before you remove this one.",
        "cannot_generate_recovery_codes": "Recovery codes come with a second step. Set one up "
        "first.",
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step stays while the person's work needs one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS)
        is_last = not others.exclude(pk=authenticator.pk).exists()
        return not (is_last and needs_second_factor(authenticator.user))

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """`Passkey 1`, `Passkey 2`: the person may rename it."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the browser shows when it offers a passkey."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.INSTITUTE_NAME}
