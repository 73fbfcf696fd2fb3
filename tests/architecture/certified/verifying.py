"""What the addresses of credentials ask for."""

from typing import Any

from institute.accounts.models import User
from tests.certification import credential_cases


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`."""
    credential = credential_cases.credential(owner)
    found = {"public_id": credential.public_id}
    version = credential.certification.scheme_version
    scheme = {"slug": version.scheme.slug, "number": version.number}
    return {
        "certification:verified": found,
        "certification:verified_file": found | {"kind": "json"},
        "certification:credential_visibility": found,
        "certification:status_list": {"number": credential.entry.list.number},
        "certification:achievement": scheme,
        "certification:achievement_badge": scheme,
    }
