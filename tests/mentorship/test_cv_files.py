"""A CV is taken for what it is, whatever its name says."""

import zlib

import pytest

from mentorship.cv_files import ALLOWED, LARGEST, Kind, RefusedError, read_cv, safe_name
from mentorship.cv_files.lines import readable
from mentorship.cv_files.reading import said
from tests.mentorship import cv_making as making

PROGRAM = b"MZ\x90\x00" + b"\x00" * 400
JAVASCRIPT = "<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
NOT_TAKEN = {
    "nothing": ("cv.pdf", b"", "empty"),
    "too large": ("cv.pdf", b"%PDF-1.7\n" + b"0" * LARGEST, "too large"),
    "a program called PDF": ("cv.pdf", PROGRAM, "a program"),
    "a script called DOCX": ("cv.docx", b"#!/bin/sh\nrm -rf ~\n", "a program"),
    "a Linux program": ("cv.docx", b"\x7fELF" + b"\x00" * 200, "a program"),
    "a PDF called DOCX": ("cv.docx", making.pdf(), "this is a PDF file"),
    "a DOCX called PDF": ("cv.pdf", making.word(), "this is a DOCX file"),
    "a DOCX without an ending": ("cv", making.word(), "this is a DOCX file"),
    "a DOCX called DOCM": ("cv.docm", making.word(), "this is a DOCX file"),
    "a program's ending behind": ("cv.pdf.exe", making.pdf(), "this is a PDF file"),
    "an old Word file": ("cv.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "old Word"),
    "plain text": ("cv.pdf", b"Priya Ramanathan, TPM", "neither a PDF nor"),
    "a picture": ("cv.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 300, "neither a PDF nor"),
    "a PDF cut short": ("cv.pdf", making.pdf()[:120], "damaged"),
    "only the first bytes": ("cv.pdf", b"%PDF-1.7\n", "damaged"),
    "a PDF of noise": ("cv.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
    "a locked PDF": ("cv.pdf", making.locked_pdf(), "password"),
    "a PDF that runs a script": (
        "cv.pdf",
        making.pdf(catalog=f"/OpenAction {JAVASCRIPT}"),
        "scripts",
    ),
    "scripts by name": (
        "cv.pdf",
        making.pdf(catalog=f"/Names << /JavaScript << /Names [(a) {JAVASCRIPT}] >> >>"),
        "scripts",
    ),
    "a script on the page": (
        "cv.pdf",
        making.pdf(page=f"/Annots [<< /Type /Annot /Subtype /Link /A {JAVASCRIPT} >>]"),
        "scripts",
    ),
    "a PDF with a file inside": (
        "cv.pdf",
        making.pdf(catalog="/Names << /EmbeddedFiles << /Names [] >> >>"),
        "other files",
    ),
    "too many pages": ("cv.pdf", making.pdf(pages=16), "longer than a CV"),
    "too many words": (
        "cv.pdf",
        making.of_stream(zlib.compress(b"BT /F1 9 Tf " + b"(aaaaaaaaaa) Tj " * 12_000 + b"ET")),
        "longer than a CV",
    ),
    "no words": ("cv.pdf", making.pdf([" "]), "no words"),
    "a PDF with a ZIP behind it": (
        "cv.pdf",
        making.pdf() + making.zip_of({"a.html": b"<script>"}),
        "two kinds",
    ),
    "a ZIP": ("cv.docx", making.zip_of({"a.txt": b"a"}), "not a Word document"),
    "a DOCX without its types": (
        "cv.docx",
        making.zip_of({"word/document.xml": b"<a/>"}),
        "not a Word document",
    ),
    "a DOCX cut short": ("cv.docx", making.word()[:4000], "damaged"),
    "macros": ("cv.docx", making.with_macros(), "macros"),
    "the type of a DOCM": ("cv.docx", making.macro_type(), "macros"),
    "a zip bomb": ("cv.docx", making.zip_bomb(), "unpacks to far more"),
    "a thousand entries": (
        "cv.docx",
        making.rezipped(making.word(), add={f"word/{n}.xml": b"<a/>" for n in range(1000)}),
        "unpacks to far more",
    ),
    "entities": ("cv.docx", making.with_entities(), "damaged"),
    "a template from elsewhere": ("cv.docx", making.with_remote_template(), "another address"),
    "a path that climbs": (
        "cv.docx",
        making.rezipped(making.word(), add={"../../etc/cron.d/x": b"x"}),
        "damaged",
    ),
    "a program inside": (
        "cv.docx",
        making.rezipped(making.word(), add={"word/embeddings/oleObject1.bin": PROGRAM}),
        "other files",
    ),
}


@pytest.mark.parametrize(("name", "data", "why"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_what_is_no_cv_is_refused_with_a_sentence(name: str, data: bytes, why: str) -> None:
    with pytest.raises(RefusedError) as refused:
        read_cv(name, data)

    assert why in str(refused.value)
    assert str(refused.value).endswith(ALLOWED)


def test_a_pdf_that_unpacks_without_end_takes_nothing_else_with_it() -> None:
    bomb = making.pdf_bomb()
    assert len(bomb) < LARGEST

    with pytest.raises(RefusedError, match="unpacks to far more"):
        read_cv("cv.pdf", bomb)


def test_the_words_of_a_pdf_are_its_lines() -> None:
    cv = read_cv("Priya Ramanathan CV.PDF", making.pdf())

    assert cv.kind == Kind.PDF
    assert cv.lines == making.LINES
    assert cv.name == "Priya Ramanathan CV.pdf"
    assert len(cv.sha256) == 64


def test_the_words_of_a_word_document_are_its_lines() -> None:
    cv = read_cv("cv.docx", making.word())

    assert cv.kind == Kind.DOCX
    assert cv.lines == making.LINES


def test_what_stands_in_tables_text_boxes_and_the_header_is_read_once() -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility'
        '/2006"><mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>'
        "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent><w:p><w:r><w:t>In a box</w:t>"
        "</w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>"
    )
    data = making.rezipped(
        making.with_table_and_header(),
        change={"word/document.xml": ("PRIYA RAMANATHAN</w:t></w:r>", f"PRIYA</w:t></w:r>{box}")},
    )

    lines = read_cv("cv.docx", data).lines

    assert lines[0] == "416 555 0137"
    assert lines[1:3] == ("PRIYA", "In a box")
    assert lines.count("In a box") == 1
    assert lines[-2:] == ("2019", "Harbour Data")


def test_lines_that_wrap_are_one_line_again() -> None:
    raw = [
        "  \uf0b7  Moved the ledger of 11 million accounts to a new platform with less",
        "than an hour of downtime.",
        "",
        "Short line",
        "another short line",
        "-  Second item",
    ]

    joined = "to a new platform with less than an hour of downtime."
    assert readable(raw) == (
        f"• Moved the ledger of 11 million accounts {joined}",
        "Short line",
        "another short line",
        "• Second item",
    )


def test_what_cannot_be_seen_is_left_out() -> None:
    raw = ["Priya\x00 \u202eRam\u200banathan\ud800 \u2028 TPM"]

    assert readable(raw) == ("Priya Ramanathan TPM",)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\cv.pdf", "cv.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ('a"b\r\nX-Evil: 1.pdf', 'a"b X-Evil: 1.pdf'),
        (".pdf", "cv.pdf"),
        ("سيرة ذاتية.pdf", "سيرة ذاتية.pdf"),
        ("x" * 10_000 + ".pdf", "x" * 115 + ".pdf"),
        ("履歴書.PDF", "履歴書.pdf"),
    ],
)
def test_a_name_is_short_and_can_be_shown(name: str, kept: str) -> None:
    assert safe_name(name, Kind.PDF) == kept


def test_whatever_breaks_in_a_library_is_a_damaged_file() -> None:
    assert said("pdf", b"%PDF-1.7 nothing") == {"why": "damaged"}
    assert said("docx", b"PK\x03\x04 nothing") == {"why": "damaged"}
