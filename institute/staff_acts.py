"""What each app lets staff do for a student, offered where they read about the student.

An app registers in its `panels`, as it does with `institute.panels`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from institute.accounts.models import User


@dataclass(frozen=True)
class StaffAct:
    """Words, the address of the page for a student, and who is offered it."""

    label: str
    address: Callable[[User], str]
    shown_to: Callable[[User], bool]


_acts: list[StaffAct] = []


def add(act: StaffAct) -> None:
    """Contribute something staff can do for a student."""
    _acts.append(act)


def offered(student: User, reader: User) -> list[tuple[str, str]]:
    """What the reader can do for this student: words and address of each."""
    return [(act.label, act.address(student)) for act in _acts if act.shown_to(reader)]
