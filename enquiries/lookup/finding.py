"""Who is calling, found while the desk types."""

import datetime as dt
import unicodedata
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from enquiries.contact_points import shown
from enquiries.lookup import typed as typing
from enquiries.lookup.agenda import Agreed, agreed_with
from enquiries.lookup.candidates import MAYBE, Candidate, candidates
from enquiries.lookup.facts import Facts, Point, facts_of, our_day
from enquiries.lookup.typed import Typed
from enquiries.models import PointKind, Topic
from institute.accounts.models import User


@dataclass(frozen=True)
class Marked:
    """Words of which a part is marked."""

    before: str
    marked: str = ""
    after: str = ""

    def __str__(self) -> str:
        return self.before + self.marked + self.after


@dataclass(frozen=True)
class Hit:
    """Somebody it may be, with what the desk must know before the next word."""

    person: UUID
    name: Marked
    matched: Marked  # the number or address; the first one when found by name
    kind: str
    extension: str
    number: str  # in E.164, the one found or their first
    email: str
    last_contact_at: dt.datetime | None
    promise: str
    due_at: dt.datetime | None
    callback_at: dt.datetime | None
    agreed: list[Agreed]  # today, with other parts of the Institute
    consent: str
    enquiry: UUID | None
    status: str
    about: str
    on_line: str  # a colleague who is on this caller now
    is_maybe: bool

    @property
    def is_late(self) -> bool:
        return self.due_at is not None and self.due_at <= timezone.now()


def find(typed: str, *, staff: User | None = None) -> list[Hit]:
    """The best few people for a number, a name or an address as far as it was typed.

    From the third digit or letter on; at most five queries whatever is found.
    """
    wanted = typing.read(typed)
    found = candidates(wanted) if wanted else []
    if not found:
        return []
    people = [each.person for each in found]
    known = facts_of(people, me=staff.pk if staff else None)
    today = agreed_with(people, *our_day())
    return [
        _hit(wanted, each, known[each.person], today.get(each.person, []))
        for each in found
        if each.person in known
    ]


def _hit(wanted: Typed, found: Candidate, facts: Facts, agreed: list[Agreed]) -> Hit:
    point = _point(found, facts)
    phone = next((each for each in [point, *facts.points] if each and each.kind == "phone"), None)
    return Hit(
        person=facts.public_id,
        name=mark_name(facts.name, wanted.letters),
        matched=_marked(point, wanted),
        kind=point.kind if point else "",
        extension=wanted.extension or (phone.extension if phone else ""),
        number=phone.normalised if phone else "",
        email=facts.email,
        last_contact_at=facts.last_contact_at,
        promise=facts.promise,
        due_at=facts.due_at,
        callback_at=facts.callback_at,
        agreed=agreed,
        consent=facts.consent,
        enquiry=facts.enquiry,
        status=facts.status_words,
        about=facts.course or (str(Topic(facts.topic).label) if facts.topic else ""),
        on_line=facts.on_line,
        is_maybe=found.rank == MAYBE,
    )


def _point(found: Candidate, facts: Facts) -> Point | None:
    """The one that matched; who was found by name is shown with a number, else an address."""
    if found.point:
        return next((point for point in facts.points if point.id == found.point), None)
    by_phone = sorted(facts.points, key=lambda point: point.kind != PointKind.PHONE)
    return by_phone[0] if by_phone else None


def _marked(point: Point | None, wanted: Typed) -> Marked:
    if point is None:
        return Marked("")
    if point.kind == PointKind.EMAIL:
        return _split(point.normalised, point.normalised.find(wanted.letters.lower()), wanted)
    return mark_number(shown(point.normalised), wanted)


def _split(text: str, start: int, wanted: Typed) -> Marked:
    end = start + len(wanted.letters)
    if start < 0 or not wanted.letters:
        return Marked(text)
    return Marked(text[:start], text[start:end], text[end:])


def mark_number(number: str, wanted: Typed) -> Marked:
    """The last digits when they fit, else the first."""
    at = [place for place, character in enumerate(number) if character.isdigit()]
    digits = "".join(number[place] for place in at)
    if wanted.last and digits.endswith(wanted.last):
        start = at[-len(wanted.last)]
        return Marked(number[:start], number[start:])
    if wanted.first and digits.startswith(wanted.first):
        end = at[len(wanted.first) - 1] + 1
        return Marked("", number[:end], number[end:])
    return Marked(number)


def mark_name(name: str, letters: str) -> Marked:
    """The beginning of a word when it fits, else any part; accents and capitals do not count."""
    plain, sought = _plain(name), _plain(letters.strip())
    if not sought:
        return Marked(name)
    start = 0 if plain.startswith(sought) else plain.find(f" {sought}") + 1
    start = start or (0 if plain.startswith(sought) else plain.find(sought))
    if start < 0:
        return Marked(name)
    end = start + len(sought)
    return Marked(name[:start], name[start:end], name[end:])


def _plain(text: str) -> str:
    """The same length, without accents and capitals."""
    return "".join(unicodedata.normalize("NFD", character)[0].lower()[:1] for character in text)
