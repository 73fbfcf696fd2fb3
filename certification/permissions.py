"""Who may do what with an item, beyond opening the bank."""

from certification.models import Item
from institute.accounts.models import User
from institute.accounts.roles import Role

WRITERS_ACTS = ("submit", "rework")  # the others decide what candidates meet


def can_run_bank(user: User) -> bool:
    """May put items into use and take them out."""
    return bool({Role.EXAMINER, Role.MANAGER} & set(user.roles))


def can_move(user: User, act: str) -> bool:
    """May do this act to items, when their state lets it."""
    return act in WRITERS_ACTS or can_run_bank(user)


def can_review(user: User, item: Item) -> bool:
    """Nobody reviews what they wrote."""
    return item.current is not None and user.pk not in (item.author_id, item.current.written_by_id)
