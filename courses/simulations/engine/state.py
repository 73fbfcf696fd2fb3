"""The state of a programme: plain JSON, so that it can be stored, compared and replayed."""

import hashlib
import json
from typing import Any

from courses.simulations.scenario import Scenario

State = dict[str, Any]
SECTIONS = ("wp", "team", "iface", "item", "stake", "risk")


def digest(state: State) -> str:
    """The sha256 of a state as canonical JSON; equal states have equal digests."""
    canonical = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def in_order(scenario: Scenario, state: State) -> State:
    """The state with its parts in the scenario's order, which databases do not keep."""
    moved = {
        section: {name: state[section][name] for name in getattr(scenario, section)}
        for section in SECTIONS
        if list(state[section]) != list(getattr(scenario, section))
    }
    return state | moved if moved else state


def is_over(state: State) -> bool:
    return bool(state["status"] != "running")
