"""Many enquiries, written in bulk."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Sequence
from itertools import chain

from django.db import connection, transaction
from django.utils import timezone

from enquiries.models import (
    OPEN,
    ContactPoint,
    Direction,
    Enquiry,
    Interaction,
    Kind,
    LostReason,
    NextAction,
    Person,
    PointKind,
    Status,
    StatusChange,
    Topic,
)

BATCH = 2000
ASKER = "scale-asker-"
A_YEAR = 365 * 24 * 60  # minutes
# Of ten questions two are new, four are worked on and four were lost.
STAGES: tuple[tuple[str, ...], ...] = (
    *((), ("work",), ("work", "lose"), ("work", "qualify"), ("work", "lose")),
    *((), ("work", "qualify", "start_enrolment"), ("work", "lose"), ("work",), ("work", "lose")),
)
GROWN = ("enquiries_person", "enquiries_contactpoint", "enquiries_enquiry")
AT = "@scale.example.com"
AREAS = (416, 647, 905, 613, 519, 604, 403, 514, 902, 204, 289, 437)
FIRST = (
    *("Maria", "Anna", "James", "Mary", "David", "Mark", "Ann", "Priya", "Mohammed", "Sarah"),
    *("Daniel", "Wei", "Marc", "Fatima", "Joanna", "Hannah", "Anthony", "Martin", "Olivia"),
    *("Chloé", "José", "Siobhán", "Zoë", "Arjun", "Nikolai", "Annette", "Margaret", "Omar"),
    *("Thị", "Oluwaseun", "Björn", "Ifeoma", "Kwame", "Yuki", "Xiu", "Søren", "Aoife", "Zofia"),
)
LAST = (
    *("Smith", "Brown", "Tremblay", "Martin", "Roy", "Wilson", "Singh", "Patel", "Chan", "Lee"),
    *("Nguyen", "Campbell", "Gagnon", "MacDonald", "Côté", "Bell", "O'Brien", "Anand", "Khan"),
    *("Marchand", "Bouchard", "Leblanc", "Siddiqui", "Hartmann", "Fortin", "Johannson", "Okafor"),
    *("Kowalski", "Yamamoto", "Papadopoulos", "Ferreira", "Annesley", "Zhang-Moreau", "Quill"),
)
QUESTIONS = (
    "I run three teams and want to know where to begin.",
    "Does the core program fit around shift work?",
    "My employer pays. Can you invoice them?",
    "",
)


def add_enquiries(number: int, progress: Callable[[int], None] | None = None) -> None:
    """That many more questions, each from an invented person of its own, in every stage."""
    first = ContactPoint.objects.filter(normalised__startswith=ASKER).count()
    for start in range(first, first + number, BATCH):
        numbers = range(start, min(start + BATCH, first + number))
        _add_batch(numbers)
        if progress:
            progress(len(numbers))
    _tell_the_planner()


@transaction.atomic
def _add_batch(numbers: Sequence[int]) -> None:
    """People, their addresses and numbers, what they asked, and what was done about it."""
    people = Person.objects.bulk_create([_person(n) for n in numbers])
    pairs = list(zip(numbers, people, strict=True))
    points = [_points(n, who, f"{ASKER}{n}@example.com") for n, who in pairs]
    ContactPoint.objects.bulk_create(chain.from_iterable(points))
    asked = [_staged(n, _asked_by(n, who, f"asker-{n}")) for n, who in pairs]
    Enquiry.objects.bulk_create(asked)
    StatusChange.objects.bulk_create(
        chain.from_iterable(_changes(n, one) for n, one in zip(numbers, asked, strict=True))
    )
    Interaction.objects.bulk_create(_first_answer(one) for one in asked if one.first_responded_at)


def _staged(number: int, enquiry: Enquiry) -> Enquiry:
    """One of the stages, reached by its acts; what is open has a next action."""
    enquiry.created_at = timezone.now() - dt.timedelta(minutes=10 + number * 7919 % A_YEAR)
    enquiry.respond_by = enquiry.created_at + dt.timedelta(days=1)
    acts = STAGES[number % len(STAGES)]
    for act in acts:
        enquiry.move(act)
    if acts:
        enquiry.first_responded_at = enquiry.created_at + dt.timedelta(minutes=5)
    if enquiry.status == Status.LOST:
        enquiry.lost_reason = LostReason.values[number % len(LostReason.values)]
    if enquiry.status not in OPEN:
        enquiry.next_action, enquiry.next_action_at = "", None
    return enquiry


def _changes(number: int, enquiry: Enquiry) -> list[StatusChange]:
    trace, was = [], Enquiry(status=Status.NEW)
    for minutes, act in enumerate(STAGES[number % len(STAGES)], start=5):
        before = was.status
        was.move(act)
        at = enquiry.created_at + dt.timedelta(minutes=minutes)
        trace.append(StatusChange(enquiry=enquiry, act=act, was=before, became=was.status, at=at))
    return trace


def _first_answer(enquiry: Enquiry) -> Interaction:
    return Interaction(
        enquiry=enquiry,
        person=enquiry.person,
        kind=Kind.EMAIL,
        direction=Direction.OUT,
        text="Wrote with the dates and the price.",
        at=enquiry.first_responded_at or enquiry.created_at,
        is_demo=True,
    )


def _enquiry(number: int) -> Enquiry:
    email = f"{ASKER}{number}@example.com"
    return Enquiry(
        name=f"Asker {number}",
        contact=email,
        email=email,
        topic=Topic.values[number % len(Topic.values)],
        question=QUESTIONS[number % len(QUESTIONS)],
        zone="America/Toronto",
        submission_key=uuid.uuid5(uuid.NAMESPACE_URL, email).hex,
        is_demo=True,
    )


def _tell_the_planner() -> None:
    """A table that grew at once is planned as if it were small."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(GROWN))


def add_people(number: int, progress: Callable[[int], None] | None = None) -> None:
    """That many more invented people with a number and an address; one in five is asking."""
    first = Person.objects.filter(points__normalised__endswith=AT).count()
    for start in range(first, first + number, BATCH):
        numbers = range(start, min(start + BATCH, first + number))
        people = Person.objects.bulk_create([_person(n) for n in numbers])
        points = [_points(n, who) for n, who in zip(numbers, people, strict=True)]
        ContactPoint.objects.bulk_create(chain.from_iterable(points))
        asking = [(n, who) for n, who in zip(numbers, people, strict=True) if n % 5 == 0]
        Enquiry.objects.bulk_create([_asked_by(n, who) for n, who in asking])
        if progress:
            progress(len(people))
    _tell_the_planner()


def _person(number: int) -> Person:
    chance = random.Random(number)  # noqa: S311 - the same people each time
    first, last = _common(FIRST, chance), _common(LAST, chance)
    seen = timezone.now() - dt.timedelta(hours=chance.randrange(1, 20_000))
    return Person(name=f"{first} {last}", last_contact_at=seen, is_demo=True)


def _points(number: int, who: Person, email: str = "") -> list[ContactPoint]:
    digits = f"{AREAS[number % len(AREAS)]}{5_550_000 + number // len(AREAS) * 37 % 10_000}"
    slug = who.name.lower().replace(" ", ".").replace("'", "")
    email, phone = email or f"{slug}.{number}{AT}", f"+1{digits}"
    return [
        ContactPoint(person=who, kind=PointKind.EMAIL, raw=email, normalised=email),
        ContactPoint(
            person=who,
            kind=PointKind.PHONE,
            raw=phone,
            normalised=phone,
            digits=digits,
            rdigits=digits[::-1],
        ),
    ]


def _asked_by(number: int, who: Person, key: str = "") -> Enquiry:
    enquiry = _enquiry(number)
    enquiry.person, enquiry.name = who, who.name
    known_by = key or f"scale-person-{number}"
    enquiry.submission_key = uuid.uuid5(uuid.NAMESPACE_URL, known_by).hex
    enquiry.next_action, enquiry.next_action_at = NextAction.CALL, timezone.now()
    return enquiry


def _common(names: tuple[str, ...], chance: random.Random) -> str:
    """The first names of the list far more often than the last, as in any town."""
    return names[int(len(names) * chance.random() ** 2)]
