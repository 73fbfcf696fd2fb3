"""What the addresses of professional development and renewal ask for."""

from typing import Any

from certification.operations import renewing as renewals
from institute.accounts.models import User
from tests.certification import renewing


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`."""
    certification = renewing.certified(who=owner)
    cycle = renewing.complete(certification, audited=True)
    renewals.ask_to_renew(cycle=cycle, by=owner)
    one = {"public_id": certification.public_id}
    entry = {"public_id": cycle.entries.all()[0].public_id}
    return {
        **{f"certification:{name}": one for name in ("renewal", "renewal_claim", "renewal_renew")},
        "certification:standing": one,
        "certification:audit": {"public_id": cycle.audits.get().public_id},
        **{
            f"certification:{name}": entry
            for name in ("audit_answer", "cpd_evidence", "cpd_take_back")
        },
    }
