"""A policy's own luck: lapses and guesses that follow from its name and seed, not from a stream."""

from hashlib import blake2b

SCALE = 1 << 53


class Chance:
    """The whims of one player in one game."""

    __slots__ = ("root",)

    def __init__(self, *name: object) -> None:
        self.root = "|".join(str(part) for part in name) + "|"

    def __call__(self, *key: object) -> float:
        """A number from 0 up to 1 that belongs to this key for ever."""
        words = (self.root + "|".join(str(part) for part in key)).encode()
        return (int.from_bytes(blake2b(words, digest_size=8).digest(), "big") >> 11) / SCALE
