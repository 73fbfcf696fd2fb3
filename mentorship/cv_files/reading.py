"""Reads the words of one file in a process of its own, with limits: `reading.py pdf < cv.pdf`.

Says `{"lines": [...]}`, or `{"why": "locked"}` and the like. A hostile file may burn the time and
memory of this process and of nothing else. It imports nothing of the Institute.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

PAGES = 15
LETTERS = 100_000
SECONDS = 10
MEMORY = 768 * 1024 * 1024
ENTRIES = 400
UNPACKED = 40 * 1024 * 1024
PACKED_AT_MOST = 120  # times; text seldom packs better than twenty
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
ELSEWHERE = re.compile(r"^(https?|ftps?|smb|ldap|mhtml):|^\\\\|^//|^file://[^/]", re.IGNORECASE)
ACTIVE = ("vbaproject", "vbadata", "activex")
LOCKED_ENTRY = 0x1


class RefusalError(Exception):
    """The file is not taken; the word says why."""


def pdf_lines(data: bytes) -> list[str]:
    """The words of a PDF, line by line."""
    import pypdf  # noqa: PLC0415 - one of two large libraries

    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise RefusalError("locked")
    if len(reader.pages) > PAGES:
        raise RefusalError("long")
    _refuse_active_pdf(reader.root_object)
    lines: list[str] = []
    left = LETTERS
    for page in reader.pages:
        _refuse_active_page(page)
        text = page.extract_text()
        left -= len(text)
        if left < 0:
            raise RefusalError("long")
        lines += text.splitlines()
    return lines


def _refuse_active_pdf(root: Any) -> None:
    """Nothing that runs when the file is opened, and no files inside."""
    names = _thing(root, "/Names")
    if "/EmbeddedFiles" in names or "/AF" in root:
        raise RefusalError("inside")
    if "/JavaScript" in names or "/AA" in root or _runs(_thing(root, "/OpenAction")):
        raise RefusalError("macros")


def _refuse_active_page(page: Any) -> None:
    if "/AA" in page:
        raise RefusalError("macros")
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if note.get("/Subtype") == "/FileAttachment":
            raise RefusalError("inside")
        if _runs(_thing(note, "/A")) or "/AA" in note:
            raise RefusalError("macros")


def _thing(holder: Any, name: str) -> Any:
    """A dictionary of the file, or an empty one."""
    found = holder.get(name)
    found = found.get_object() if found is not None else None
    return found if hasattr(found, "get") else {}


def _runs(action: Any) -> bool:
    return action.get("/S") in {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE"}


def docx_lines(data: bytes) -> list[str]:
    """The words of a Word document, paragraph by paragraph."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _refuse_bomb(archive.infolist())
        _refuse_active_names(archive.namelist())
        _refuse_other_kinds(archive)
        for name in archive.namelist():
            if name.lower().endswith((".xml", ".rels")):
                _refuse_odd_xml(name, archive.read(name))
    import docx  # noqa: PLC0415 - the other one

    document = docx.Document(io.BytesIO(data))
    first = document.sections[0] if document.sections else None
    top = list(_paragraphs(first.header._element)) if first else []  # noqa: SLF001
    lines = top + list(_paragraphs(document.element.body))
    if sum(len(line) for line in lines) > LETTERS:
        raise RefusalError("long")
    return lines


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    """By what the archive says of itself, before anything is unpacked; unpacking stops there."""
    if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNPACKED:
        raise RefusalError("bomb")
    for one in entries:
        if one.flag_bits & LOCKED_ENTRY:
            raise RefusalError("locked")
        if one.file_size > 1_000_000 and one.file_size > PACKED_AT_MOST * one.compress_size:
            raise RefusalError("bomb")


def _refuse_active_names(names: list[str]) -> None:
    for name in (one.lower() for one in names):
        if any(word in name for word in ACTIVE):
            raise RefusalError("macros")
        if "/embeddings/" in name or name.endswith((".exe", ".dll", ".js", ".vbs", ".bat")):
            raise RefusalError("inside")
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name):
            raise RefusalError("damaged")


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    """A zip file is a Word document when it says what its parts are."""
    if not {"[Content_Types].xml", "word/document.xml"} <= set(archive.namelist()):
        raise RefusalError("not_word")
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if "macroEnabled" in types:
        raise RefusalError("macros")
    if WORD not in types:
        raise RefusalError("not_word")


def _refuse_odd_xml(name: str, data: bytes) -> None:
    """Word writes no document types and no entities; links may lead elsewhere, parts may not."""
    from lxml import etree  # noqa: PLC0415 - the reader of PDF needs none

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    tree = etree.fromstring(data, parser)
    if tree.getroottree().docinfo.doctype:
        raise RefusalError("damaged")
    if not name.lower().endswith(".rels"):
        return
    for link in tree:
        leads_away = link.get("TargetMode") == "External" and ELSEWHERE.match(
            link.get("Target", "")
        )
        if leads_away and not link.get("Type", "").endswith("/hyperlink"):
            raise RefusalError("linked")


def _paragraphs(whole: Any) -> Iterator[str]:
    """Each paragraph in the order of the page, those in tables and text boxes too."""
    for paragraph in whole.iter(f"{W}p"):
        if next(paragraph.iterancestors(FALLBACK), None) is not None:
            continue  # the same text box again, for older programs
        text = "".join(_own_words(paragraph)).strip()
        if text:
            is_item = paragraph.find(f"{W}pPr/{W}numPr") is not None or _is_list_style(paragraph)
            yield from (f"• {text}" if is_item else text).splitlines()


def _is_list_style(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and str(style.get(f"{W}val", "")).startswith("List")


def _own_words(paragraph: Any) -> Iterator[str]:
    """The words of a paragraph without those of a text box that hangs on it."""
    for piece in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if next(piece.iterancestors(f"{W}p")) is paragraph:
            yield {f"{W}tab": " ", f"{W}br": "\n"}.get(piece.tag) or piece.text or ""


READERS: dict[str, Callable[[bytes], list[str]]] = {"pdf": pdf_lines, "docx": docx_lines}


def said(kind: str, data: bytes) -> dict[str, object]:
    """The lines, or why there are none."""
    try:
        return {"lines": READERS[kind](data)}
    except RefusalError as stop:
        return {"why": str(stop)}
    except (MemoryError, RecursionError):
        return {"why": "bomb"}
    except Exception as error:  # a library met what it did not expect: so does its reader
        return {"why": "bomb" if "Limit" in type(error).__name__ else "damaged"}


def main() -> None:
    """Read standard input within the limits, and say what it holds."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # not every system counts memory
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.write(json.dumps(said(sys.argv[1], sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
