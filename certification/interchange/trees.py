"""XML that cannot do harm, with the line each element stands on."""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from certification.interchange.entries import NotAFile

LINE = "line-in-file"
MOST_ELEMENTS = 400_000


class _Lined(XMLParser):  # type: ignore[misc]
    """Writes on each element where it begins."""

    seen = 0

    def _start(self, *args: Any) -> Element:
        self.seen += 1
        if self.seen > MOST_ELEMENTS:
            raise NotAFile("This file has too many elements.")
        element: Element = super()._start(*args)
        element.set(LINE, str(self.parser.CurrentLineNumber))
        return element


def tree(data: bytes) -> Element:
    """The root of the file. Raises NotAFile for anything but plain, well-formed XML."""
    parser = _Lined(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data.lstrip())
        root: Element = parser.close()
    except DefusedXmlException as why:
        raise NotAFile(
            "This file declares a document type or entities; question files need none."
        ) from why
    except ParseError as why:
        raise NotAFile(f"This is not well-formed XML: line {why.position[0]}.") from why
    except (ValueError, LookupError) as why:
        if isinstance(why, NotAFile):
            raise
        raise NotAFile("The letters of this file cannot be read.") from why
    return root


def line_of(element: Element) -> int:
    """The line the element begins on, from 1."""
    return int(element.get(LINE, "0"))


def words(element: Element | None, path: str = "text") -> str:
    """The text at the path below the element; empty when there is none."""
    return (element.findtext(path) or "").strip() if element is not None else ""
