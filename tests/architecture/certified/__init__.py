"""One of everything in certification: each module adds the arguments of its own addresses."""

from typing import Any

from institute.accounts.models import User
from tests.architecture.certified import (
    bank,
    governing,
    marking,
    measuring,
    renewal,
    sitting,
    verifying,
)

SLICES = (bank, governing, marking, measuring, renewal, sitting, verifying)


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`; records with an owner belong to `owner`."""
    return {name: given for part in SLICES for name, given in part.arguments(owner).items()}
