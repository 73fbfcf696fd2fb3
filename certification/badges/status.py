"""Bitstring Status List: one bit per credential, index 0 the most significant bit of byte 0.

Source: W3C, Bitstring Status List 1.0.
"""

import gzip
import io
import zlib
from collections.abc import Iterable

from certification.badges.multibase import NotMultibase, base64url, from_base64url

BITS = 131_072  # the least a list may hold, so that one bit says nothing about one person


class NotAList(ValueError):  # noqa: N818
    """The text is not an encoded status list."""


def encoded(indexes: Iterable[int], bits: int = BITS) -> str:
    """The list in which these bits are set. The same indexes give the same text."""
    content = bytearray(bits // 8)
    for index in indexes:
        if not 0 <= index < bits:
            raise IndexError(index)
        content[index // 8] |= 0x80 >> (index % 8)
    return base64url(gzip.compress(bytes(content), mtime=0))


def is_set(text: str, index: int) -> bool:
    """Whether the bit at `index` is set. Raises NotAList; IndexError beyond its end."""
    content = decoded(text)
    if not 0 <= index < len(content) * 8:
        raise IndexError(index)
    return bool(content[index // 8] & 0x80 >> (index % 8))


def decoded(text: str, most: int = BITS // 8 * 16) -> bytes:
    """The bytes of a list of at least the least size and at most `most` bytes. Raises NotAList."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(from_base64url(text))) as file:
            content = file.read(most + 1)
    except (NotMultibase, OSError, EOFError, zlib.error) as error:
        raise NotAList(text[:40]) from error
    if not BITS // 8 <= len(content) <= most:
        raise NotAList(f"{len(content)} bytes")
    return content
