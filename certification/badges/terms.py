"""Every word of a document must be defined: what is not drops out of what is signed."""

from typing import Any
from urllib.parse import urlsplit

from certification.badges.canonical import Document, NotCanonical, compacted, expanded
from certification.badges.contexts import Load, pinned

ADDRESSES = {"http", "https", "urn", "did", "mailto"}


class Undefined(NotCanonical):
    """A property, type or id that would not be signed, or would be signed as something else."""


def refuse_undefined(document: Document, load: Load = pinned) -> None:
    """Raises Undefined when a word means nothing, NotCanonical when nothing can be read.

    The document is written out and put into its own words again: what was not defined is gone.
    """
    known = expanded(document, load)
    relative = _relative(known)
    if relative:
        raise Undefined(f"Not an address: {relative[0]}")
    back = compacted(known, document.get("@context"), load)
    if _plain(back) != _plain(document):
        raise Undefined("A member that no vocabulary defines")


def _plain(node: Any) -> Any:
    """A list of one is the one: both make the same statement."""
    if isinstance(node, list):
        return _plain(node[0]) if len(node) == 1 else [_plain(one) for one in node]
    if isinstance(node, dict):
        return {name: _plain(value) for name, value in node.items() if name != "@context"}
    return node


def _relative(node: Any) -> list[str]:
    """Types and ids that are no addresses; a reader would resolve them against its own."""
    if isinstance(node, list):
        return [found for one in node for found in _relative(one)]
    if not isinstance(node, dict):
        return []
    types = node.get("@type", [])
    named = [*types] if isinstance(types, list) else [types]
    named += [node[name] for name in ("@id",) if name in node]
    found = [str(one) for one in named if urlsplit(str(one)).scheme not in ADDRESSES]
    return found + [one for value in node.values() for one in _relative(value)]
