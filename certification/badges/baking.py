"""A credential inside the picture of its badge: PNG, one iTXt chunk, uncompressed.

Source: 1EdTech, Open Badges 3.0, "Baked Badges".
"""

import struct
import zlib
from collections.abc import Iterator

KEYWORD = b"openbadgecredential"
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PLAIN = b"\0\0\0\0\0"  # ends the keyword; not compressed; no language, no translation


class NotAPicture(ValueError):  # noqa: N818
    """The bytes are not a PNG that can carry a credential."""


def baked(picture: bytes, text: str) -> bytes:
    """The picture with this credential and no other. Raises NotAPicture."""
    body = KEYWORD + PLAIN + text.encode()
    chunks = [one for one in _chunks(picture) if not _is_ours(one)]
    ready = [chunks[0], (b"iTXt", body), *chunks[1:]]
    return SIGNATURE + b"".join(_packed(kind, content) for kind, content in ready)


def carried(picture: bytes) -> str:
    """The one credential in a picture; empty when it has none. Raises NotAPicture."""
    found = [content for kind, content in _chunks(picture) if _is_ours((kind, content))]
    if len(found) > 1:
        raise NotAPicture("more than one credential")
    if not found:
        return ""
    head, body = found[0][: len(KEYWORD) + 5], found[0][len(KEYWORD) + 5 :]
    if head != KEYWORD + PLAIN:
        raise NotAPicture("compressed")
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise NotAPicture("not UTF-8") from error


def _is_ours(chunk: tuple[bytes, bytes]) -> bool:
    return chunk[0] == b"iTXt" and chunk[1].split(b"\0", 1)[0] == KEYWORD


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk up to the end of the picture, its checksum checked."""
    if not picture.startswith(SIGNATURE):
        raise NotAPicture("not a PNG")
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        length, kind = struct.unpack(">I4s", _slice(picture, at, 8))
        content = _slice(picture, at + 8, length)
        (check,) = struct.unpack(">I", _slice(picture, at + 8 + length, 4))
        if check != zlib.crc32(kind + content):
            raise NotAPicture("damaged")
        yield kind, content
        at += 12 + length


def _slice(picture: bytes, at: int, length: int) -> bytes:
    found = picture[at : at + length]
    if len(found) != length:
        raise NotAPicture("cut short")
    return found


def _packed(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
