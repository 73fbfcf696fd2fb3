"""Turning a spoken yes into one in writing, by the link in the message after the call."""

from django.core import signing
from django.db import transaction

from enquiries.emails.desk import SALT
from enquiries.models import Call
from institute.mail.consent import Basis, Topic
from institute.mail.models import ConsentRecord
from institute.mail.operations import switch_topic


def address_of(token: str) -> str:
    """Whose yes the link carries; empty when the link was not written by us."""
    return _read(token).get("address", "")


@transaction.atomic
def confirm(token: str) -> str:
    """Keep their written yes and return the address. Tapping again changes nothing."""
    carried = _read(token)
    if not carried:
        return ""
    address = carried["address"]
    # Two taps at once are one yes: the call's row is the turnstile.
    Call.objects.select_for_update(of=("self",)).filter(public_id=carried["call"]).first()
    held = ConsentRecord.objects.of(address).standing()
    if not held.filter(basis=Basis.EXPRESS, evidence__call=carried["call"]).exists():
        switch_topic(
            address, Topic.COURSE_NEWS, on=True, method="one tap in an email", call=carried["call"]
        )
    return address


def _read(token: str) -> dict[str, str]:
    try:
        carried: dict[str, str] = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return {}
    return carried
