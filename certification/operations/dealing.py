"""Tasks as markers meet them: a random code, and an order of its own."""

import datetime as dt
import secrets

from certification.models import AttemptItem, MarkingTask

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that reads like another
CODE = 4
SHUFFLE = 2**31 - 1


def task_for(
    answer: AttemptItem, number: int, due: dt.datetime, taken: set[str] | None = None
) -> MarkingTask:
    """A task with a code and a place of its own, so that two markers meet nothing in common."""
    return MarkingTask(
        attempt_item=answer,
        version=answer.form_item.version,
        code=new_code(taken if taken is not None else set()),
        round=number,
        shuffle=secrets.randbelow(SHUFFLE),
        due_at=due,
    )


def new_code(taken: set[str]) -> str:
    """Four random letters and figures that no open task has."""
    while True:
        code = "".join(secrets.choice(LETTERS) for _ in range(CODE))
        if code not in taken and not MarkingTask.objects.open().filter(code=code).exists():
            taken.add(code)
            return code
