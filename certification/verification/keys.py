"""The public keys anybody may check our signatures with."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc.jwk import RSAKey

from certification.badges.multibase import from_multikey
from certification.badges.verifying import ProofKey, Trust
from certification.models import SigningKey
from certification.verification.issuers import issuer


def published() -> list[dict[str, object]]:
    """Every key that ever signed, the newest first, as members of a JSON Web Key set."""
    return list(SigningKey.objects.values_list("public", flat=True))


def rows() -> list[SigningKey]:
    """The same with their dates, for people."""
    return list(SigningKey.objects.all())


def proof_kids() -> list[str]:
    """The names of the keys that ever signed a proof."""
    return list(SigningKey.objects.for_proofs().values_list("kid", flat=True))


def trust() -> Trust:
    """Whom we believe when a document comes back to us: ourselves, with every key we ever used."""
    proofs, tokens = {}, {}
    for one in SigningKey.objects.all():
        if one.algorithm == SigningKey.Algorithm.TOKEN:
            tokens[one.kid] = RSAKey.import_key(one.public)
            continue
        key = Ed25519PublicKey.from_public_bytes(from_multikey(one.kid))
        proofs[f"{issuer().id}#{one.kid}"] = ProofKey(key, one.not_before, one.retired_at)
    return Trust(issuer().id, proofs, tokens)
