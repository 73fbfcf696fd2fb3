"""What credentials contribute: proof that a CV may point to, and the privacy file."""

from collections.abc import Iterable

from certification.models import Certification, Credential
from institute import panels
from institute.accounts.models import User


def evidence(user: User) -> Iterable[panels.Evidence]:
    """Every certification that holds and that its holder shows."""
    mine = Credential.objects.of(user).newest().public().holding().with_standing()
    for one in mine:
        certification = one.certification
        yield panels.Evidence(
            key=f"certification:credential {certification.pk}",
            title=f"{one.achievement['name']}, certificate {certification.number}",
            url=one.get_absolute_url(),
            at=one.issued_at,
        )


def everything(user: User) -> list[dict[str, object]]:
    """Every document we ever signed about this person, and how often it was looked up."""
    return [_stored(one) for one in Credential.objects.of(user).with_standing().with_looks()]


def _stored(one: Credential) -> dict[str, object]:
    certification: Certification = one.certification
    return {
        "certificate": certification.number,
        "name": one.name,
        "issued": one.issued_at,
        "valid until": one.valid_until,
        "shown to others": certification.is_public,
        "document": one.document,
        "looked up": {str(hit.day): hit.count for hit in one.hits.all()},
    }


panels.add_evidence(evidence)
panels.add_export("credentials", everything)
