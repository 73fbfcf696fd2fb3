"""The pages of marking that every-page tests look at."""

from certification.models import Round
from certification.operations.allocating import take_up
from certification.operations.marking import mark
from institute.accounts.models import User
from tests.certification.markers import examiner, given, handed


def of_manager(manager: User) -> list[str]:
    """The queue, a script with a comment, marks that differ, agreement and drift."""
    for number, task in enumerate(handed()):
        marker = examiner()
        taken = take_up(task=task, marker=marker)
        mark(task=taken, marker=marker, given=given(path=3 * number, note="Hard to place."))
    first, _ = handed()
    assert first.round == Round.FIRST
    take_up(task=first, marker=manager)
    return [
        *("/marking/", first.get_absolute_url(), "/marking/moderation/"),
        *("/marking/agreement/", "/marking/drift/"),
    ]
