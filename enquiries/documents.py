"""Everything the enquiries hold about one person, as a file for them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, QuerySet

from enquiries.models import (
    Call,
    Callback,
    ContactPoint,
    Conversion,
    DoNotCall,
    Enquiry,
    Interaction,
    Person,
    PointKind,
    Promise,
    StatusChange,
)
from institute import panels
from institute.accounts.models import User
from institute.mail.models import ConsentRecord, OutboundMessage, Suppression, address_hash

QUESTION = (
    *("created_at", "name", "contact", "topic", "question", "consent_given", "call_window"),
    *("zone", "page", "utm", "source", "status", "lost_reason", "snapshot"),
)
SAID = ("at", "kind", "direction", "text", "staff__display_name")
CALL = ("started_at", "ended_at", "direction", "number", "reason", "outcome", "notes")
PROMISE = ("text", "made_at", "due_at", "kept_at")
CHANGE = ("at", "was", "became", "why")
MESSAGE = ("queued_at", "kind", "to_address", "subject", "status", "reason", "basis", "sent_at")
CONSENT = (
    *("address", "topic", "basis", "method", "evidence", "obtained_at", "expires_on"),
    "withdrawn_at",
)


def everything_of(user: User) -> dict[str, Any]:
    """What the enquiries hold about the person who signs in as this user."""
    people = list(Person.objects.filter(account=user).values_list("pk", flat=True))
    enquiries = Enquiry.objects.of(user)
    phones = ContactPoint.objects.filter(person__in=people, kind=PointKind.PHONE)
    numbers = phones.values_list("normalised", flat=True)
    return _records(people, enquiries) | {"not_to_be_called": _stops(numbers)}


def everything_about(person: Person, whose: panels.Whose, records: list[int]) -> dict[str, Any]:
    """What we hold about a contact: the answer to a request for access.

    `records` are the keys of the contact and of what was merged into it.
    """
    enquiries = Enquiry.objects.filter(person__in=records)
    return {
        "name": person.name,
        "zone": person.zone,
        "since": person.created_at,
        "last_contact": person.last_contact_at,
        "contact_points": list(
            ContactPoint.objects.filter(person__in=records).values(
                "kind", "normalised", "extension", "verified_at", "created_at"
            )
        ),
        **_records(records, enquiries),
        "not_to_be_called": _stops(whose.phones),
        "messages": list(
            OutboundMessage.objects.filter(to_address__in=whose.emails).values(*MESSAGE)
        ),
        "consents": list(ConsentRecord.objects.filter(address__in=whose.emails).values(*CONSENT)),
        "stops": list(
            Suppression.objects.filter(
                address_hash__in=[address_hash(email) for email in whose.emails]
            ).values("scope", "topic", "reason", "at")
        ),
        "account": panels.export(whose.user) if whose.user else None,
    }


def _records(people: list[int], enquiries: "QuerySet[Enquiry]") -> dict[str, Any]:
    keys = list(enquiries.values_list("pk", flat=True))
    ours = Q(enquiry__in=keys)
    theirs = ours | Q(person__in=people)
    return {
        "questions": list(
            enquiries.order_by("created_at").values(*QUESTION, course_page=F("course__slug"))
        ),
        "conversations": list(Interaction.objects.filter(theirs).distinct().values(*SAID)),
        "calls": list(Call.objects.filter(theirs).distinct().values(*CALL)),
        "promises": list(Promise.objects.filter(ours).values(*PROMISE)),
        "call_backs": [
            {"from": one.during.lower, "until": one.during.upper, "status": one.status}
            for one in Callback.objects.filter(ours)
        ],
        "statuses": list(StatusChange.objects.filter(ours).values(*CHANGE)),
        "became": list(Conversion.objects.filter(ours).values("kind", "at")),
    }


def _stops(numbers: Iterable[str]) -> list[Any]:
    return list(DoNotCall.objects.filter(number__in=numbers).values("number", "at"))
