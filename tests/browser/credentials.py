"""Certificates to look at: one that holds, one that does not, and the pages that check them."""

from django.urls import reverse

from certification.operations import certifying
from institute.accounts.models import User
from tests.certification import credential_cases as cases


def of_visitor() -> list[str]:
    """What anybody sees, one long name among it."""
    good = cases.credential()
    gone = cases.credential(cases.holder("Wilhelmina Oluwaseun Featherstonehaugh de la Vega"))
    certifying.change(certification=gone.certification, act="withdraw", by=None, reason="So.")
    return [
        reverse("certification:verify"),
        reverse("certification:verify") + "?number=TI-26-0101-AAAAA",
        good.get_absolute_url(),
        gone.get_absolute_url(),
        reverse("certification:issuer"),
    ]


def of_student(student: User) -> list[str]:
    """The holder's own page, with a certificate that is shown and one that is hidden."""
    cases.credential(student)
    cases.credential(student, is_public=False)
    return [reverse("certification:credentials")]
