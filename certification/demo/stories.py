"""Sixty-two sittings: who sat which form, when, and how far their result has come."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from certification import irt
from certification.demo.clock import ago
from certification.demo.papers import SEED
from certification.demo.people import student
from institute.accounts.models import User


class Stage(StrEnum):
    """How far a result has come."""

    SPRING = "spring"  # released long ago
    AUTUMN = "autumn"  # released two weeks ago
    PLANNED = "planned"  # decided, and goes out with the next batch
    SCORED = "scored"  # to be decided
    MARKING = "marking"
    RUNNING = "running"  # being sat now (certification.demo.running)
    DIFFERING = "differing"  # two marks lie apart and a third person is asked


PROFESSIONAL, ASSOCIATE = "PRO-26-A", "ASC-26-A"
# How many of each form, and between which days before today they began.
PLAN = (
    (Stage.SPRING, PROFESSIONAL, 16, 150, 122),
    (Stage.SPRING, ASSOCIATE, 10, 148, 124),
    (Stage.AUTUMN, PROFESSIONAL, 12, 48, 30),
    (Stage.AUTUMN, ASSOCIATE, 6, 46, 30),
    (Stage.PLANNED, PROFESSIONAL, 4, 20, 17),
    (Stage.SCORED, PROFESSIONAL, 2, 15, 14),
    (Stage.SCORED, ASSOCIATE, 2, 15, 14),
    (Stage.DIFFERING, PROFESSIONAL, 2, 9, 7),
    (Stage.MARKING, PROFESSIONAL, 4, 4, 2),
    (Stage.MARKING, ASSOCIATE, 2, 3, 2),
)
# Two of the printed students, with the ability that makes one pass and the other not.
TOUR = ((2, 1.1), (4, -1.0))
# What a person should look at: one who changed places in a hurry, and one much like a neighbour.
HURRIED, ALIKE = "hurried", "alike"
ODD = {(Stage.AUTUMN, PROFESSIONAL, 5): HURRIED, (Stage.AUTUMN, PROFESSIONAL, 8): ALIKE}
IN_MARKING = (Stage.DIFFERING, Stage.MARKING)


@dataclass(frozen=True)
class Story:
    """One sitting as it went."""

    number: int
    person: User
    form: str
    stage: Stage
    place: int  # among those of the same stage and form
    starts: dt.datetime
    ability: float

    @property
    def oddity(self) -> str:
        """What is odd about it, if anything."""
        return ODD.get((self.stage, self.form, self.place), "")

    @property
    def hand(self) -> tuple[str, float]:
        """Whose answers these are, and how able that person is: usually the candidate's own."""
        if self.oddity != ALIKE:
            return self.person.email, self.ability
        neighbour = f"candidate{self.number - 1}@example.com"
        return neighbour, irt.ability(SEED, neighbour)

    @property
    def is_marked(self) -> bool:
        """Every mark is in."""
        return self.stage not in IN_MARKING


def stories(candidates: Sequence[User]) -> list[Story]:
    """Every sitting, in no order of time."""
    people = iter(candidates)
    known = [_story(number, next(people), *row) for number, row in enumerate(_places(), start=1)]
    tour = [
        Story(len(known) + n, student(who), PROFESSIONAL, Stage.AUTUMN, 12 + n, ago(38 - n), theta)
        for n, (who, theta) in enumerate(TOUR, start=1)
    ]
    return known + tour


def _places() -> Iterator[tuple[str, Stage, int, float]]:
    for stage, form, count, first, last in PLAN:
        for place in range(count):
            yield form, stage, place, first - place * (first - last) / count


def _story(number: int, person: User, form: str, stage: Stage, place: int, days: float) -> Story:
    chance = irt.stream(SEED, "start", number)
    starts = ago(days, hour=chance.randrange(12, 23), minute=chance.randrange(60))
    return Story(number, person, form, stage, place, starts, irt.ability(SEED, person.email))
