"""Numbers of rows as forms send them."""

from collections.abc import Iterable

LARGEST = 2**63 - 1  # of a bigint: PostgreSQL refuses to compare with more


def row_numbers(sent: Iterable[str]) -> list[int]:
    """Those that could be the number of a row; anything else was never on the page."""
    digits = (int(one) for one in sent if one.isdecimal() and len(one) < 20)
    return [one for one in digits if one <= LARGEST]
