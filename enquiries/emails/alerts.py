"""What the people at the desk hear from us."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from enquiries import hours, wording
from enquiries.models import LIVE, Enquiry
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import clock, day

A_DAY = dt.timedelta(days=1)
NOON = dt.time(12)
WORKS_ON_ENQUIRIES = "You work on enquiries at TPM Institute."


def _here(at: dt.datetime) -> str:
    return f"{day(at, hours.ZONE)}, {clock(at, hours.ZONE)}"


def _still_unanswered(enquiry: Enquiry, _sequence: int) -> str | None:
    if enquiry.status not in LIVE:
        return f"The enquiry is {enquiry.get_status_display().lower()}."
    return "Somebody has answered since." if enquiry.first_responded_at else None


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENQUIRY,
    why=WORKS_ON_ENQUIRIES,
    still_true=_still_unanswered,
)
def enquiry_unanswered(enquiry: Enquiry, *, to: User) -> Letter:
    """Nobody has answered within one business day, which is what we promised."""
    assert enquiry.respond_by
    return Letter(
        to=to.email,
        person=to,
        about=enquiry,
        context={
            "name": to.short_name,
            "ref": enquiry.ref,
            "who": enquiry.name,
            "about": wording.about(enquiry),
            "is_yours": enquiry.owner_id == to.pk,
            "due": _here(enquiry.respond_by),
            "asked": _here(enquiry.created_at),
            "reach": enquiry.phone_shown or enquiry.email,
            "action_url": f"{settings.SITE_URL}{enquiry.get_absolute_url()}",
            "action_label": f"Open {enquiry.ref}",
        },
        not_after=timezone.now() + A_DAY,
    )


@letter(MailClass.TRANSACTIONAL, Topic.ENQUIRY, why=WORKS_ON_ENQUIRIES)
def morning(person: User, *, on: dt.date, work: dict[str, object]) -> Letter:
    """What is promised and due today. It is of use until noon in Toronto."""
    return Letter(
        to=person.email,
        person=person,
        about=person,
        sequence=on.toordinal(),
        context=work
        | {
            "name": person.short_name,
            "today": day(on),
            "action_url": f"{settings.SITE_URL}{reverse('enquiries:list')}",
            "action_label": "Open the work list",
        },
        not_after=dt.datetime.combine(on, NOON, hours.ZONE),
    )
