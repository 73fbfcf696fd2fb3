"""What accounts contribute to the file a person gets about themselves."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from institute import panels
from institute.accounts.devices import device_name
from institute.accounts.models import User


def account(user: User) -> dict[str, Any]:
    """Who the person is to us and how they sign in; no secrets, so that the file can be shared."""
    return {
        "name": user.display_name,
        "legal_name": user.legal_name,
        "email": user.email,
        "time_zone": user.time_zone,
        "keyboard_shortcuts": user.keyboard_shortcuts,
        "roles": sorted(user.roles),
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
        "email_addresses": list(
            EmailAddress.objects.filter(user=user).values("email", "verified", "primary")
        ),
        "second_steps": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "signed_in": [_session(session) for session in UserSession.objects.filter(user=user)],
    }


def _session(session: UserSession) -> dict[str, Any]:
    return {
        "browser": device_name(session.user_agent),
        "network_address": session.ip,
        "signed_in": session.created_at,
        "last_here": session.last_seen_at,
    }


panels.add_export("account", account)
