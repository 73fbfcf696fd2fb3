"""The vocabularies our documents speak, bundled and pinned: none is ever fetched."""

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).with_name("pinned")
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
MULTIKEY = "https://w3id.org/security/multikey/v1"

PINNED = {
    CREDENTIALS_V2: (
        "credentials-v2.json",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    ),
    OPEN_BADGES: (
        "ob-3.0.3.json",
        "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    ),
    MULTIKEY: (
        "multikey-v1.json",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
    ),
}

Load = Callable[[str], dict[str, Any]]


class UnknownContext(ValueError):  # noqa: N818
    """A document names a vocabulary that we do not keep, or one that was changed."""


@lru_cache
def pinned(address: str) -> dict[str, Any]:
    """A vocabulary by its exact address. Raises UnknownContext for any other."""
    if address not in PINNED:
        raise UnknownContext(address)
    name, digest = PINNED[address]
    content = (HERE / name).read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise UnknownContext(f"{address} is not the file that was published")
    found: dict[str, Any] = json.loads(content)
    return found
