"""From where an answer came: kept so that a change can be seen, never so that a place can be."""

from django.utils.crypto import salted_hmac

SALT = "certification.addresses"
LENGTH = 16


def hashed_address(address: str) -> str:
    """The address under our key: the same place gives the same text, and no text gives a place."""
    return salted_hmac(SALT, address, algorithm="sha256").hexdigest()[:LENGTH] if address else ""
