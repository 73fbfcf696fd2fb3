"""When the demo's past happened: staff act in business hours, and nothing lies in the future."""

import datetime as dt

from django.utils import timezone

from enquiries import hours

A_STEP = dt.timedelta(minutes=10)
AN_HOUR = dt.timedelta(hours=1)


def ago(days: float) -> dt.datetime:
    """That many days before now."""
    return timezone.now() - dt.timedelta(days=days)


def in_office(at: dt.datetime) -> dt.datetime:
    """The instant itself in business hours, else some while before the desk closed last."""
    wanted = at
    while not hours.is_open(at):
        at -= A_STEP
    return at if at == wanted else at - dt.timedelta(minutes=wanted.minute * 5)


def answered(asked: dt.datetime, after_days: float) -> dt.datetime:
    """When staff did something about a question: in business hours, after it, and in the past."""
    wanted = asked + dt.timedelta(days=after_days)
    at = wanted if hours.is_open(wanted) else _into_the_morning(wanted)
    if at < timezone.now():
        return at
    last = in_office(timezone.now() - dt.timedelta(minutes=5))
    return last if last > asked else min(asked + dt.timedelta(minutes=3), timezone.now())


def _into_the_morning(wanted: dt.datetime) -> dt.datetime:
    """The next business morning, some while after nine, by the minute of what was wanted."""
    return hours.next_opening(wanted) + dt.timedelta(minutes=3 * wanted.minute // 2)


def due(working_hours: float) -> dt.datetime:
    """That many business hours from now; a negative number lies behind us."""
    if working_hours >= 0:
        return hours.after(timezone.now(), working_hours * AN_HOUR)
    return before(timezone.now(), -working_hours * AN_HOUR)


def before(at: dt.datetime, working: dt.timedelta) -> dt.datetime:
    """The instant from which this much business time leads to `at`."""
    left = working
    while left > dt.timedelta():
        at -= A_STEP
        left -= A_STEP if hours.is_open(at) else dt.timedelta()
    return at
