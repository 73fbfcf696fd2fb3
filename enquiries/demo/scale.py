"""Many enquiries, written in bulk."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from itertools import chain

from django.db import connection
from django.utils import timezone

from enquiries.models import ContactPoint, Enquiry, NextAction, Person, PointKind, Topic

BATCH = 500
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
    """That many more questions from invented people."""
    first = Enquiry.objects.filter(email__startswith="scale-asker-").count()
    for start in range(first, first + number, BATCH):
        batch = [_enquiry(n) for n in range(start, min(start + BATCH, first + number))]
        Enquiry.objects.bulk_create(batch)
        if progress:
            progress(len(batch))


def _enquiry(number: int) -> Enquiry:
    email = f"scale-asker-{number}@example.com"
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
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE enquiries_person, enquiries_contactpoint, enquiries_enquiry")


def _person(number: int) -> Person:
    chance = random.Random(number)  # noqa: S311 - the same people each time
    first, last = _common(FIRST, chance), _common(LAST, chance)
    seen = timezone.now() - dt.timedelta(hours=chance.randrange(1, 20_000))
    return Person(name=f"{first} {last}", last_contact_at=seen, is_demo=True)


def _points(number: int, who: Person) -> list[ContactPoint]:
    digits = f"{AREAS[number % len(AREAS)]}{5_550_000 + number // len(AREAS) * 37 % 10_000}"
    slug = who.name.lower().replace(" ", ".").replace("'", "")
    email, phone = f"{slug}.{number}{AT}", f"+1{digits}"
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


def _asked_by(number: int, who: Person) -> Enquiry:
    enquiry = _enquiry(number)
    enquiry.person, enquiry.name = who, who.name
    enquiry.submission_key = uuid.uuid5(uuid.NAMESPACE_URL, f"scale-person-{number}").hex
    enquiry.next_action, enquiry.next_action_at = NextAction.CALL, timezone.now()
    return enquiry


def _common(names: tuple[str, ...], chance: random.Random) -> str:
    """The first names of the list far more often than the last, as in any town."""
    return names[int(len(names) * chance.random() ** 2)]
