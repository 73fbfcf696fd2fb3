"""What the addresses of applications, decisions, releases and appeals ask for."""

import uuid
from typing import Any

from certification.operations import appealing
from institute.accounts.models import User
from tests import certifying


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`."""
    sat = certifying.submitted(candidate=owner)
    asked = {"public_id": sat.authorisation.application.public_id}
    complaint = appealing.complain(by=owner, grounds="The room was loud.", key=uuid.uuid4())
    contested = {"public_id": complaint.public_id}
    return {
        "certification:apply": {"slug": sat.form.scheme_version.scheme.slug},
        "certification:application": asked,
        "certification:application_withdraw": asked,
        "certification:result": {"public_id": sat.public_id},
        "certification:appeal_new": {"public_id": sat.public_id},
        "certification:decision": {"public_id": sat.public_id},
        "certification:decision_again": {"public_id": sat.public_id},
        "certification:attempt_void": {"public_id": sat.public_id},
        "certification:appeal": contested,
        "certification:appeal_assign": contested,
        "certification:appeal_answer": contested,
    }
