"""What the addresses of marking ask for."""

from typing import Any

from institute.accounts.models import User
from tests.certification import markers


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`; the script is the owner's."""
    first, _ = markers.handed(candidate=owner)
    task = {"public_id": first.public_id}
    return {
        "certification:marking_task": task,
        "certification:marking_draft": task,
        "certification:marking_renew": task,
        "certification:marking_hand_back": task,
        "certification:marking_start": {"pk": first.version_id},
    }
