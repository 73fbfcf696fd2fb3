"""Times as they are typed during a call: "tue 2p", "+2d", "30m", "fri am", "24 nov 2pm"."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

LONGEST, MOST_WORDS = 60, 5
FURTHEST = dt.timedelta(days=731)
A_DAY = dt.timedelta(days=1)
YEARS = range(2000, 2300)  # an instant of year 1 or 9999 has no place on every clock
USUAL = dt.time(10)  # a day without an hour
DAYTIME = (dt.time(10), dt.time(18))  # when "this time of day" suits a call
DAYPARTS = {
    "am": dt.time(10),
    "morning": dt.time(10),
    "noon": dt.time(12),
    "pm": dt.time(14),
    "afternoon": dt.time(14),
    "evening": dt.time(18),
}
TOMORROW = {"tomorrow", "tmr", "tmrw", "tom"}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
IN_A_WHILE = re.compile(r"(?:in )?\+?(\d{1,3}) ?(m|min|mins|minutes|h|hr|hrs|hour|hours)")
IN_SOME_DAYS = re.compile(r"(?:in )?\+?(\d{1,3}) ?(d|day|days|w|wk|wks|week|weeks)")
CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))? ?(a|am|p|pm|)")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
LIKE_PM = ("p", "pm")

# The first of these days that lies ahead is meant; None was no day at all.
Days = Iterator[dt.date] | None


def read(text: str, *, now: dt.datetime, zone: dt.tzinfo) -> dt.datetime | None:
    """The instant meant, in UTC and after `now`; None for what cannot be read.

    Words are read on the clock of `zone`: a bare hour from 1 to 7 is in the afternoon, "am" is
    10:00, "pm" is 14:00, a day alone is at 10:00, as is "+2d" typed in the evening. A wall time
    that clocks skip in spring moves on by an hour. "next tue" is the Tuesday of the week after
    this one; weeks begin on Monday.
    """
    words = _words(text)
    if not words or len(words) > MOST_WORDS:
        return None
    found = _in_a_while(words, now) or _on_a_day(words, now.astimezone(zone))
    return found if found and now < found <= now + FURTHEST else None


def leading(text: str, *, now: dt.datetime, zone: dt.tzinfo) -> tuple[dt.datetime | None, str]:
    """The time a line begins with, as much of it as can be read, and the words after it."""
    for length in range(MOST_WORDS, 0, -1):
        *words, rest = [*text.split(None, length), *[""] * length][: length + 1]
        at = read(" ".join(words), now=now, zone=zone)
        if at:
            return at, rest
    return None, text.strip()


def _words(text: str) -> list[str]:
    if len(text) > LONGEST:
        return []
    plain = unicodedata.normalize("NFKC", text).casefold().replace(",", " ")
    return [word for word in plain.split() if word not in {"at", "on"}]


def _in_a_while(words: list[str], now: dt.datetime) -> dt.datetime | None:
    found = IN_A_WHILE.fullmatch(" ".join(words))
    if not found or not found[1].isascii():
        return None
    minutes = int(found[1]) * (1 if found[2].startswith("m") else 60)
    return (now.astimezone(dt.UTC) + dt.timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def _on_a_day(words: list[str], local: dt.datetime) -> dt.datetime | None:
    """A day, a time, or both in either order."""
    for cut in range(len(words) + 1):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        for day, clock in ((first, last), (last, first)):
            found = _first_ahead(day, clock, local)
            if found:
                return found
    return None


def _first_ahead(day: str, clock: str, local: dt.datetime) -> dt.datetime | None:
    days = _days(day, local.date())
    at = _clock(clock) if clock else _without_hour(day, local)
    if days is None or at is None:
        return None
    walls = (
        dt.datetime.combine(each, at.replace(fold=fold), local.tzinfo)
        for each in days
        for fold in (0, 1)  # in autumn an hour comes twice
    )
    instants = (wall.astimezone(dt.UTC) for wall in walls)
    return next((instant for instant in instants if instant > local), None)


def _without_hour(day: str, local: dt.datetime) -> dt.time | None:
    """Some days from now are at this time of day, in daytime; else a day is at 10:00."""
    present = local.time().replace(second=0, microsecond=0)
    if IN_SOME_DAYS.fullmatch(day) and DAYTIME[0] <= present < DAYTIME[1]:
        return present
    return USUAL if day else None


def _days(words: str, today: dt.date) -> Days:
    for reading in (_any_day, _counted, _named, _weekday, _iso, _dated):
        found = reading(words, today)
        if found is not None:
            return found
    return None


def _any_day(words: str, today: dt.date) -> Days:
    return None if words else iter((today, today + A_DAY))


def _counted(words: str, today: dt.date) -> Days:
    found = IN_SOME_DAYS.fullmatch(words)
    if not found:
        return None
    days = int(found[1]) * (7 if found[2].startswith("w") else 1)
    return iter((today + days * A_DAY,))


def _named(words: str, today: dt.date) -> Days:
    if words == "today":
        return iter((today,))
    return iter((today + A_DAY,)) if words in TOMORROW else None


def _weekday(words: str, today: dt.date) -> Days:
    name = words.removeprefix("next ")
    number = _position(name, WEEKDAYS)
    if number is None:
        return None
    if name != words:
        return iter((today + (7 - today.weekday() + number) * A_DAY,))
    coming = today + (number - today.weekday()) % 7 * A_DAY
    return iter((coming, coming + 7 * A_DAY))


def _iso(words: str, today: dt.date) -> Days:
    found = ISO_DAY.fullmatch(words)
    return _of(int(found[1]), int(found[2]), int(found[3])) if found else None


def _dated(words: str, today: dt.date) -> Days:
    """ "24 nov", "nov 24", "24 nov 2026"; without a year, the next one."""
    parts = words.split()
    year = parts.pop() if len(parts) == 3 else ""
    if len(parts) != 2 or not (year == "" or re.fullmatch(r"\d{4}", year, re.ASCII)):
        return None
    day, month = parts if parts[0][:1].isdigit() else parts[::-1]
    number = _position(month, MONTHS)
    if number is None or not re.fullmatch(r"\d{1,2}", day, re.ASCII):
        return None
    if year:
        return _of(int(year), number + 1, int(day))
    years = (today.year, today.year + 1)
    return (each for y in years for each in _of(y, number + 1, int(day)) or ())


def _of(year: int, month: int, day: int) -> Days:
    try:
        return iter((dt.date(year, month, day),)) if year in YEARS else None
    except ValueError:
        return None


def _position(word: str, names: tuple[str, ...]) -> int | None:
    """Which name begins with the word; three letters say enough."""
    if len(word) < 3:
        return None
    word = "sep" if word == "sept" else word
    return next((n for n, name in enumerate(names) if name.startswith(word)), None)


def _clock(words: str) -> dt.time | None:
    if words in DAYPARTS:
        return DAYPARTS[words]
    found = CLOCK.fullmatch(words)
    if not found or not words.isascii():
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    hour = _hour(hour, half, spelled_out=found[1][0] == "0" != found[1])
    return dt.time(hour, minute) if 0 <= hour < 24 and minute < 60 else None


def _hour(hour: int, half: str, *, spelled_out: bool) -> int:
    """On the clock of 24 hours; -1 for "14 am" and the like."""
    if hour == 0 and not spelled_out:
        return -1
    if not half:
        return hour + 12 if 1 <= hour <= 7 and not spelled_out else hour
    if not 1 <= hour <= 12:
        return -1
    return hour % 12 + (12 if half in LIKE_PM else 0)
