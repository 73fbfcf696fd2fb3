"""What the addresses of the item bank ask for."""

from typing import Any

from institute.accounts.models import User


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`."""
    assert owner
    return {}
