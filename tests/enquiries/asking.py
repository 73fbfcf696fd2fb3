"""What the tests of enquiries send."""

from typing import Any

from django.test import Client

from enquiries import contact_points
from enquiries.operations.asking import Asked, Circumstances

FORM = {
    "name": "Ana Lima",
    "contact": "ana@example.com",
    "question": "Which course fits a release manager?",
}


def asked(**changes: Any) -> Asked:
    """A question by Ana."""
    words = FORM | changes
    words.setdefault("reach", contact_points.read(words["contact"]))
    return Asked(**words)


def circumstances(**changes: Any) -> Circumstances:
    return Circumstances(**({"zone": "America/Toronto"} | changes))


def send(client: Client, changes: dict[str, str] | None = None, **headers: str) -> Any:
    """Post the form."""
    return client.post("/enquire/", FORM | (changes or {}), headers=headers)
