"""How a session ended, from what both sides said and when they came. Plain Python.

Nobody is a liar by default: only reports that contradict each other, or the door, reach staff.
Who came in is never said to have missed it without a person looking. Silence on both sides is
consent: both were asked, and a mentor may well be in the room without having used our door.
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
    """One side: what they say of the other (None: nothing yet), whether they came in before the
    end, and whether they had said that they come late.
    """

    says: Mark | None = None
    came: bool = False
    said_late: bool = False

    @property
    def met(self) -> bool:
        """They say that the other side was there."""
        return self.says in (Mark.PRESENT, Mark.LATE)

    @property
    def missed(self) -> bool:
        return self.says == Mark.ABSENT

    @property
    def left_no_trace(self) -> bool:
        """Neither a word nor a step through the door."""
        return not (self.says or self.came or self.said_late)


def ending(student: Side, mentor: Side, *, waited: bool) -> Ending | None:
    """The end of the session, or None while a word is still to come.

    `waited` is True once both had their time to say something.
    """
    if student.met and mentor.met:
        return Ending.COMPLETE
    if student.says and mentor.says:
        return Ending.DISPUTE  # each other absent, or one says they met
    if student.missed:
        return _missed(Ending.MISS_MENTOR, waited_by=student, for_whom=mentor, waited=waited)
    if mentor.missed:
        return _missed(Ending.MISS_STUDENT, waited_by=mentor, for_whom=student, waited=waited)
    return Ending.COMPLETE if waited else None


def _missed(end: Ending, *, waited_by: Side, for_whom: Side, waited: bool) -> Ending | None:
    """One side says the other did not come, and the other says nothing.

    Believed at once of somebody who sat in the room alone; the other may contradict later.
    """
    if waited_by.came and for_whom.left_no_trace:
        return end
    if not waited:
        return None
    return Ending.DISPUTE if for_whom.came else end
