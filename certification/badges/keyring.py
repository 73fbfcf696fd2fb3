"""The private keys we sign with: one file that only its owner reads, never the database.

The file is a JSON Web Key set. The last key of each kind signs; `rotated` puts new ones in place of
the old, whose public halves stay in use for as long as anything they signed.
"""

import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, OKPKey, RSAKey

from certification.badges.multibase import from_multikey, multikey

RSA_BITS = 2048
SECRET = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})


class NoKeys(OSError):  # noqa: N818
    """The file of signing keys is missing, unreadable or not what it should be."""


@dataclass(frozen=True)
class Keyring:
    """The keys that sign today: Ed25519 for proofs, RSA for tokens, each under its own name."""

    proof: Ed25519PrivateKey
    token: RSAKey

    @property
    def proof_kid(self) -> str:
        """The public key itself, as Multikey writes it."""
        return multikey(self.proof.public_key().public_bytes_raw())

    @property
    def token_kid(self) -> str:
        """The thumbprint of RFC 7638."""
        return self.token.thumbprint()

    def published(self) -> list[dict[str, Any]]:
        """The public halves, as members of a JSON Web Key set."""
        return [proof_jwk(self.proof_kid), token_jwk(self.token, self.token_kid)]


def proof_jwk(kid: str) -> dict[str, Any]:
    """The public half of a proof key, from its name. Raises NotMultibase."""
    key = OKPKey.import_key(Ed25519PublicKey.from_public_bytes(from_multikey(kid)))
    return _public(key.as_dict(private=False)) | {"kid": kid, "use": "sig", "alg": "EdDSA"}


def token_jwk(key: RSAKey, kid: str) -> dict[str, Any]:
    """The public half of a token key."""
    return _public(key.as_dict(private=False)) | {"kid": kid, "use": "sig", "alg": "RS256"}


def _public(jwk: Any) -> dict[str, Any]:
    return {name: value for name, value in jwk.items() if name not in SECRET}


def opened(path: Path) -> Keyring:
    """The keys of a file. Raises NoKeys, in words for whoever starts the program."""
    try:
        keys = [JWKRegistry.import_key(one) for one in json.loads(path.read_text())["keys"]]
    except FileNotFoundError as error:
        raise NoKeys(f"There is no file of signing keys at {path}.") from error
    except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
        raise NoKeys(f"The file of signing keys at {path} cannot be read.") from error
    return _ring(keys, path)


def _ring(keys: list[Any], path: Path) -> Keyring:
    proofs = [key for key in keys if isinstance(key, OKPKey)]
    tokens = [key for key in keys if isinstance(key, RSAKey)]
    proof = proofs[-1].private_key if proofs else None
    if not isinstance(proof, Ed25519PrivateKey) or not tokens or not tokens[-1].is_private:
        raise NoKeys(f"The file at {path} must hold a private Ed25519 key and a private RSA key.")
    return Keyring(proof, tokens[-1])


def created(path: Path) -> Keyring:
    """The keys of a file, made now when there is none. Two processes that start agree on one."""
    if not path.exists():
        fresh = _written(path)
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # somebody was quicker: theirs it is
        finally:
            fresh.unlink()
    return opened(path)


def rotated(path: Path) -> Keyring:
    """New keys in place of the old, all at once. The old private keys are gone afterwards."""
    _written(path).replace(path)
    return opened(path)


def _written(path: Path) -> Path:
    """New keys in a file beside the one they are for; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    keys = (OKPKey.generate_key("Ed25519"), RSAKey.generate_key(RSA_BITS))
    text = json.dumps({"keys": [key.as_dict(private=True) for key in keys]})
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with 0600
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return Path(name)
