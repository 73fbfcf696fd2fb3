"""Taking the credential out of a certificate."""

import io

ATTACHED = "credential.json"


class UnreadableError(ValueError):
    """The bytes are not a PDF that can be read."""


def attached(content: bytes) -> list[bytes]:
    """Every credential that a PDF carries. Raises UnreadableError."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    wrong = (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, OSError)
    try:
        found = PdfReader(io.BytesIO(content)).attachments.get(ATTACHED, [])
    except (*wrong, RecursionError) as error:
        raise UnreadableError from error
    return list(found)
