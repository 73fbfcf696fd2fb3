"""Certified people near their renewal, and what the Institute sees of them."""

from django.urls import reverse

from certification.operations import renewing as renewals
from institute.accounts.models import User
from tests.certification import renewing as given


def of_student(student: User) -> list[str]:
    """A cycle with some of its hours claimed."""
    certification = given.certified(who=student)
    given.claimed(given.cycle_of(certification))
    return [reverse("certification:renewal", args=[certification.public_id])]


def of_manager() -> list[str]:
    """An audit that waits for its answer, and where everybody stands."""
    certification = given.certified()
    cycle = given.complete(certification, audited=True)
    renewals.ask_to_renew(cycle=cycle, by=certification.holder)
    return [
        *(reverse("certification:audits"), reverse("certification:standings")),
        reverse("certification:audit", args=[cycle.audits.get().public_id]),
        reverse("certification:standing", args=[certification.public_id]),
    ]
