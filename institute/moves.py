"""Status machines: named acts on a locked row."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ClassVar, ParamSpec, Self, TypeVar

from django.db import OperationalError, connection, models

from institute.errors import RuleBroken

M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")
R = TypeVar("R")
TRIES = 3
# PostgreSQL's words for a transaction it ended so that another may go on.
GAVE_WAY = ("40P01", "40001")


@dataclass(frozen=True)
class Move:
    """One named act: the states it may start from and the state it ends in."""

    sources: frozenset[str]
    target: str

    @classmethod
    def of(cls, *sources: str, to: str) -> Self:
        """`Move.of(Status.RESERVED, to=Status.CONFIRMED)`."""
        return cls(frozenset(str(source) for source in sources), str(to))


class Moving(models.Model):
    """A record whose `status` changes only by the acts listed in its `MOVES`."""

    MOVES: ClassVar[dict[str, Move]] = {}
    status: "models.Field[str, str]"

    class Meta:
        abstract = True

    def can(self, act: str) -> bool:
        """Whether the act may start from the present status."""
        return self.status in self.MOVES[act].sources

    def move(self, act: str) -> None:
        """Set the status the act leads to; the caller holds the row's lock and saves.

        Raises RuleBroken when the act does not start from the present status.
        """
        if not self.can(act):
            raise RuleBroken(f"This cannot be done now: it is already {self.status_words}.")
        self.status = self.MOVES[act].target

    @property
    def status_words(self) -> str:
        """The status as a reader would say it."""
        display: str = self.get_status_display()  # type: ignore[attr-defined]
        return display.lower()


def locked(record: M) -> M:
    """The same record, read again under a row lock that holds until the transaction ends."""
    manager: models.Manager[M] = type(record)._base_manager  # noqa: SLF001 - sees every row
    return manager.select_for_update(of=("self",)).get(pk=record.pk)


def again_after_deadlock(act: Callable[P, R]) -> Callable[P, R]:
    """Try again when the database ended us to free another; only where we own the transaction."""

    @wraps(act)
    def trying(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return act(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or sqlstate(error) not in GAVE_WAY:
                    raise
        return act(*args, **kwargs)

    return trying


def sqlstate(error: Exception) -> str:
    """PostgreSQL's five characters for what went wrong; empty for anything else."""
    return str(getattr(error.__cause__, "pgcode", ""))
