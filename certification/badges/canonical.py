"""A document as the sorted statements it makes (RDF Dataset Canonicalization 1.0)."""

from collections.abc import Callable
from typing import Any

from certification.badges.contexts import Load, UnknownContext, pinned

Document = dict[str, Any]


class NotCanonical(ValueError):  # noqa: N818
    """The document cannot be read as linked data with the vocabularies we keep."""


def canonical(document: Document, load: Load = pinned) -> str:
    """The document's N-Quads in canonical order. Raises NotCanonical.

    What no vocabulary defines drops out: ask `terms.refuse_undefined` first.
    """
    from pyld import jsonld  # 25 MB: for the process that signs or checks

    how = {
        "algorithm": "URDNA2015",  # the name under which the library knows RDFC-1.0
        "format": "application/n-quads",
        "documentLoader": _loader(load),
    }
    quads: str = _read(lambda: jsonld.normalize(document, how))
    return quads


def expanded(document: Document, load: Load = pinned) -> Any:
    """The document with every word written out as an address. Raises NotCanonical."""
    from pyld import jsonld

    how = {"documentLoader": _loader(load), "base": ""}
    return _read(lambda: jsonld.expand(document, how))


def compacted(known: Any, contexts: Any, load: Load = pinned) -> Any:
    """What `expanded` gave, in the words of its vocabularies again. Raises NotCanonical."""
    from pyld import jsonld

    how = {"documentLoader": _loader(load), "base": ""}
    return _read(lambda: jsonld.compact(known, {"@context": contexts}, how))


def _read(act: Callable[[], Any]) -> Any:
    from pyld import jsonld

    wrong = (jsonld.JsonLdError, UnknownContext, TypeError, ValueError, KeyError, AttributeError)
    try:
        return act()
    except wrong as error:
        raise NotCanonical(type(error).__name__) from error


def _loader(load: Load) -> Any:
    def read(address: str, options: object) -> dict[str, object]:
        return {
            "contextUrl": None,
            "documentUrl": address,
            "document": load(address),
            "contentType": "application/ld+json",
        }

    return read
