"""What we write to people who become students."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from institute.accounts.invitations import GOOD_FOR_DAYS, invitation_path, waits_outside
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter


def _why_untrue(user: User, _: int) -> str | None:
    return None if waits_outside(user) else "They have chosen a password."


@letter(
    MailClass.SECURITY,
    Topic.ACCOUNT,
    why="You get this because you asked TPM Institute for a place or a mentor.",
    still_true=_why_untrue,
)
def invited(user: User, number: int = 0) -> Letter:
    """Their account waits for a password of their own; `number` counts earlier letters."""
    good_until = timezone.now() + dt.timedelta(days=GOOD_FOR_DAYS)
    return Letter(
        to=user.email,
        about=user,
        person=user,
        sequence=number,
        context={
            "name": user.short_name,
            "email": user.email,
            "url": settings.SITE_URL + invitation_path(user),
            "until": f"{good_until.astimezone(user.zone):%A %-d %B}",
        },
        not_after=good_until,
    )
