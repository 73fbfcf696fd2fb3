"""The people of the demo: who asks, whom we know, who may be one person."""

from collections.abc import Iterable

from enquiries.contact_points import ContactPoints
from enquiries.demo.clock import ago, in_office
from enquiries.demo.reading import Record
from enquiries.models import (
    DuplicateCandidate,
    Interaction,
    Kind,
    MergeRecord,
    Person,
)
from enquiries.operations.do_not_call import stop_calling
from enquiries.operations.merging import merge
from enquiries.operations.people import SHARED_PHONE, Caller, new_person
from institute.accounts.models import User
from institute.mail.consent import Basis, Topic
from institute.mail.operations import record_consent, unsubscribe

HOME = "America/Toronto"
# Two records that staff have made one; what is left of the second leads to the first.
MERGED = ("Grace Mbeki", "Grace Mbeki-Ross")


def person_of(row: Record) -> Person:
    """Somebody new, as the content describes them."""
    reach = ContactPoints(row.get("email", ""), row.get("phone", ""))
    zone = row.get("zone", HOME)
    return new_person(Caller(name=row["name"], reach=reach, zone=zone, is_demo=True))


def plant_contacts(rows: Iterable[Record], desk: User) -> None:
    """Those who ask nothing now, with what we noted and what they allow."""
    people, notes = [], []
    for row in rows:
        person, at = person_of(row), in_office(ago(row["days_ago"]))
        person.created_at = person.last_contact_at = at
        people.append(person)
        if "note" in row:
            note = Interaction(person=person, kind=Kind.NOTE, text=row["note"], at=at, staff=desk)
            note.is_demo = True
            notes.append(note)
        _allow(row, person)
    Person.objects.bulk_update(people, ["created_at", "last_contact_at"])
    Interaction.objects.bulk_create(notes)


def _allow(row: Record, person: Person) -> None:
    at = person.created_at
    if row.get("consent") == "express":
        words = "Ticked the box on a list at an open evening."
        topic = Topic.COURSE_NEWS
        record_consent(
            person.email, Basis.EXPRESS, method="open evening", topic=topic, obtained_at=at,
            words=words,
        )  # fmt: skip
    elif row.get("consent") == "inquiry":
        record_consent(person.email, Basis.INQUIRY, method="telephone", obtained_at=at)
    if row.get("unsubscribed"):
        unsubscribe(person.email)
    if row.get("do_not_call"):
        stop_calling(person.phone, by=None)


def suspect_pairs(people: Iterable[Person]) -> None:
    """Records that share a telephone may be one person: staff decide."""
    by_phone: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda one: one.pk):
        if person.phone:
            by_phone.setdefault(person.phone, []).append(person)
    pairs = []
    for first, *others in by_phone.values():
        pairs += [_pair(first, other) for other in others]
    DuplicateCandidate.objects.bulk_create(pairs, ignore_conflicts=True)


def _pair(one: Person, other: Person) -> DuplicateCandidate:
    first, second = sorted((one, other), key=lambda person: person.pk)
    words = "The same phone number"
    return DuplicateCandidate(first=first, second=second, score=SHARED_PHONE, why=words)


def merge_two(people: dict[str, Person], by: User) -> None:
    """One pair has been decided about: a married name, and a second address."""
    keep, name = people[MERGED[0]], MERGED[1]
    reach = ContactPoints("grace.mbeki.ross@example.org")
    gone = new_person(Caller(name=name, reach=reach, is_demo=True))
    record = merge(keep=keep, gone=gone, by=by)
    MergeRecord.objects.filter(pk=record.pk).update(at=in_office(ago(8)))
