"""Ways to reach a person, read from one field the way people type them."""

import re
from dataclasses import dataclass

HOME_REGION = "CA"
LONGEST_EMAIL = 254
# RFC 5321 addresses as people have them; the mail server has the last word.
EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[^\s@<>()\[\],;:\"]+\.[^\s@<>()\[\],;:\".]{2,}")
NORTH_AMERICAN = re.compile(r"\+1([0-9]{3})([0-9]{3})([0-9]{4})")
BETWEEN_TWO = re.compile(
    r"^(?:\s|[,;/|]|\b(?:and|or|et|ou)\b)+|(?:\s|[,;/|]|\b(?:and|or|et|ou)\b)+$"
)


@dataclass(frozen=True)
class ContactPoints:
    """A lower-case email address, a phone number in E.164, or both; what is missing is empty."""

    email: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.email or self.phone)


def read(typed: str) -> ContactPoints:
    """The address, the number, or both. Nothing when any part of it cannot be understood."""
    found = EMAIL.search(typed)
    email = found.group().strip(".").lower() if found else ""
    rest = typed.replace(found.group(), " ", 1) if found else typed
    rest = BETWEEN_TWO.sub("", rest.strip("<> \t\n"))
    phone = read_phone(rest) if rest else ""
    if len(email) > LONGEST_EMAIL or (rest and not phone):
        return ContactPoints()
    return ContactPoints(email, phone)


def read_phone(typed: str) -> str:
    """The number in E.164, empty when it cannot be one; without a country code it is Canadian."""
    import phonenumbers  # its tables are read by the first number, not by every web worker

    try:
        number = phonenumbers.parse(typed, HOME_REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(e164: str) -> str:
    """A number as people in Canada read it: "(905) 282-9318", abroad "+44 20 7946 0958"."""
    at_home = NORTH_AMERICAN.fullmatch(e164)
    if at_home:  # no tables are needed for what all lists show
        return "({}) {}-{}".format(*at_home.groups())
    import phonenumbers

    try:
        number = phonenumbers.parse(e164)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
