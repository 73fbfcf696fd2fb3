"""The link in an invitation: good for two weeks, until its owner has chosen a password."""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.models import EmailAddress
from allauth.account.signals import password_reset
from allauth.account.utils import user_pk_to_url_str
from django.core import signing
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac

from institute.accounts.models import User

GOOD_FOR_DAYS = 14
GOOD_FOR = GOOD_FOR_DAYS * 24 * 60 * 60
SALT = "institute.accounts.invitations"
CAME_BY_INVITATION = "came_by_invitation"


def invitation_path(user: User) -> str:
    """Where the invitation leads; it stops working once a password is chosen."""
    token = signing.dumps([user.pk, _lock(user)], salt=SALT)
    return reverse("accounts:invitation", args=[token])


def waits_outside(user: User) -> bool:
    """Whether they cannot sign in yet: without a password, or without a proved address."""
    proved = EmailAddress.objects.filter(user=user, verified=True)
    return not (user.has_usable_password() and proved.exists())


def invited(token: str) -> User | None:
    """Whose invitation this is; None when it is used, too old or not ours."""
    try:
        pk, lock = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and lock == _lock(user) else None


def password_path(user: User) -> str:
    """The sign-in library's page where this person chooses a password, with a fresh key."""
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=key)


def _lock(user: User) -> str:
    """Changes with the password."""
    return salted_hmac(SALT, user.password).hexdigest()[:20]


@receiver(password_reset, dispatch_uid=SALT)
def _the_address_is_theirs(request: HttpRequest, user: User, **_: Any) -> None:
    """Whoever came by an invitation has read the mail it was sent in."""
    if request.session.pop(CAME_BY_INVITATION, None) == user.pk:
        verify_email_indirectly(request, user, user.email)
