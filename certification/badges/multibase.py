"""Bytes as text that names its own alphabet: 'z' base58btc, 'u' base64url without padding."""

import base64
import binascii

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ED25519 = b"\xed\x01"  # the multicodec of an Ed25519 public key


class NotMultibase(ValueError):  # noqa: N818
    """The text is not what its first letter promises."""


def base58(content: bytes) -> str:
    """'z' and the bytes in Bitcoin's alphabet, each leading zero byte a '1'."""
    number = int.from_bytes(content)
    digits = ""
    while number:
        number, digit = divmod(number, 58)
        digits = ALPHABET[digit] + digits
    zeros = len(content) - len(content.lstrip(b"\0"))
    return "z" + "1" * zeros + digits


def from_base58(text: str) -> bytes:
    """Raises NotMultibase."""
    digits = text[1:]
    if text[:1] != "z" or any(digit not in ALPHABET for digit in digits):
        raise NotMultibase(text[:80])
    number = 0
    for digit in digits:
        number = number * 58 + ALPHABET.index(digit)
    zeros = len(digits) - len(digits.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)


def base64url(content: bytes) -> str:
    """'u' and the bytes in base64url."""
    return "u" + base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """Raises NotMultibase."""
    if text[:1] != "u":
        raise NotMultibase(text[:80])
    padded = text[1:] + "=" * (-len(text[1:]) % 4)
    try:
        return base64.b64decode(padded, altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise NotMultibase(text[:80]) from error


def multikey(public: bytes) -> str:
    """An Ed25519 public key of 32 bytes, as Multikey writes it: 'z6Mk…'."""
    return base58(ED25519 + public)


def from_multikey(text: str) -> bytes:
    """The 32 bytes of an Ed25519 public key. Raises NotMultibase."""
    content = from_base58(text)
    if content[:2] != ED25519 or len(content) != 34:
        raise NotMultibase(text[:80])
    return content[2:]
