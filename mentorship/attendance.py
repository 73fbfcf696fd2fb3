"""How a session ended, from what both sides said and when they came. Plain Python.

Nobody is a liar by default: only reports that contradict each other, or the door, reach staff.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """What one side says of the other."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"


class Ending(StrEnum):
    """What a session came to; each is an act on the booking."""

    COMPLETE = "complete"
    MISS_STUDENT = "miss_student"
    MISS_MENTOR = "miss_mentor"
    DISPUTE = "dispute"


@dataclass(frozen=True)
class Side:
    """One side: what they say of the other (None: nothing yet), and whether they came in."""

    says: Mark | None = None
    came: bool = False

    @property
    def met(self) -> bool:
        """They say that the other side was there."""
        return self.says in (Mark.PRESENT, Mark.LATE)

    @property
    def missed(self) -> bool:
        return self.says == Mark.ABSENT


def ending(student: Side, mentor: Side, *, waited: bool) -> Ending | None:
    """The end of the session, or None while a word is still to come.

    `waited` is True once both had their time to say something.
    """
    if student.met and mentor.met:
        return Ending.COMPLETE
    if student.says and mentor.says:
        return Ending.DISPUTE  # each other absent, or one says they met
    if not waited:
        return None
    return _after_waiting(student, mentor)


def _after_waiting(student: Side, mentor: Side) -> Ending:
    """One side spoke, or none did; who came in decides whether the other is believed."""
    if student.missed:
        return Ending.DISPUTE if mentor.came else Ending.MISS_MENTOR
    if mentor.missed:
        return Ending.DISPUTE if student.came else Ending.MISS_STUDENT
    if student.met or mentor.met or student.came == mentor.came:
        return Ending.COMPLETE
    return Ending.DISPUTE  # nobody spoke, and one of them waited alone
