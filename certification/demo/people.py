"""Who sits, writes, marks and decides in the sample certification."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tomllib import loads

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from courses.demo.people import accounts
from institute.accounts.models import User

NAMES = loads((Path(__file__).parent / "candidates.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Staff:
    """Who does what. Whoever decides has marked nobody and taught nobody."""

    examiner: User
    second: User  # teaches nobody who sits here, and marks
    third: User
    fourth: User
    manager: User
    desk: User
    authors: Sequence[User]


def staff() -> Staff:
    """By the slugs the content calls them."""
    known = accounts()
    examiner, second = known["fionnuala-orourke"], known["ngozi-adeyemi-clarke"]
    third, fourth = known["sunita-kaur"], known["marc-andre-levesque"]
    return Staff(
        examiner=examiner,
        second=second,
        third=third,
        fourth=fourth,
        manager=known["owen-macleod"],
        desk=known["bao-tran-pham"],
        authors=[known["daniel-osei"], third, fourth, second, known["grace-nakamura"]],
    )


def student(number: int = 0) -> User:
    """One of the accounts that are printed: student@, student2@ and so on."""
    return User.objects.get(email=f"student{number or ''}@example.com")


def plant_candidates() -> tuple[list[User], list[User]]:
    """Invented candidates, and holders from the pilot; those who are missing are created."""
    wanted = {
        f"{kind}{number}@example.com": name
        for kind, names in (("candidate", NAMES["names"]), ("pilot", NAMES["pilots"]))
        for number, name in enumerate(names, start=1)
    }
    known = {user.email: user for user in User.objects.filter(email__in=wanted)}
    new = User.objects.bulk_create(
        _person(email, name) for email, name in wanted.items() if email not in known
    )
    known |= {user.email: user for user in new}
    everyone = [known[email] for email in wanted]
    return everyone[: len(NAMES["names"])], everyone[len(NAMES["names"]) :]


def _person(email: str, name: str) -> User:
    return User(
        email=email,
        display_name=name,
        legal_name=name,
        password=UNUSABLE_PASSWORD_PREFIX,
        is_demo=True,
    )


def panel(people: Staff) -> list[User]:
    """Who says what just enough means: everybody who writes items. The examiner leads."""
    return list(people.authors)
