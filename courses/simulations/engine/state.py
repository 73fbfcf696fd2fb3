"""The state of a programme: plain JSON, so that it can be stored, compared and replayed."""

import hashlib
import json
from typing import Any

State = dict[str, Any]


def digest(state: State) -> str:
    """The sha256 of a state as canonical JSON; equal states have equal digests."""
    canonical = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_over(state: State) -> bool:
    return bool(state["status"] != "running")
