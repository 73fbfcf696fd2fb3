"""Reading mentors' own calendars: only when they are busy, and nothing of what they do."""

import datetime as dt
import os
import subprocess
import sys
import time

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from institute.errors import RuleBroken
from mentorship import fetching
from mentorship.clocks import Span
from mentorship.ical_busy import STRANGE
from mentorship.models import CalendarSource, ExternalBusy, Mentor, stretch
from mentorship.operations.locking import lock_diaries

EVERY = dt.timedelta(minutes=15)
AT_MOST = 5  # calendars of one mentor
TURN = 60.0  # seconds; who is left waits for the next minute
APART = 45.0  # seconds a file may take; the process ends itself earlier
BEFORE, AFTER = dt.timedelta(days=1), dt.timedelta(days=9)  # caps count whole weeks
HORIZON = 60


class UnreadableError(Exception):
    """What stands at the address is no calendar we can read; says why."""


@transaction.atomic
def add_calendar(*, mentor: Mentor, url: str, label: str = "") -> CalendarSource:
    """Read busy time from an address from now on. The same address twice is one calendar."""
    lock_diaries(mentors=[mentor.pk])
    try:
        target = fetching.target_of(url)
    except fetching.UnreachableError as error:
        raise RuleBroken(str(error)) from error
    if target.port not in fetching.PORTS.values():
        raise RuleBroken("Calendars are read at the usual ports of the web only.")
    url = f"{target.scheme}://{url.strip().partition('://')[2]}"
    known = mentor.calendars.filter(url=url).first()
    if known is None and mentor.calendars.count() >= AT_MOST:
        raise RuleBroken(f"We read {AT_MOST} calendars of one person at most. Take one off first.")
    return known or CalendarSource.objects.create(mentor=mentor, url=url, label=label)


@transaction.atomic
def remove_calendar(*, mentor: Mentor, key: int) -> None:
    """Stop reading a calendar; the time it took is free again."""
    lock_diaries(mentors=[mentor.pk])
    mentor.calendars.filter(pk=key).delete()


def read_due() -> int:
    """Read the calendars that are due, one after another, for a minute; says how many."""
    began, number = time.monotonic(), 0
    while time.monotonic() - began < TURN:
        source = _next_due()
        if source is None:
            break
        read(source=source)
        number += 1
    return number


def read(*, source: CalendarSource) -> None:
    """Ask the address and keep what it says; when that fails what was known stays, and the reason.

    The network is asked outside any transaction.
    """
    try:
        answer = fetching.fetch(source.url, etag=_tag(source))
        if answer.body is None:
            return _unchanged(source)
        spans, unread = _apart(answer.body, source.mentor)
    except (fetching.UnreachableError, UnreadableError) as error:
        return _failed(source, str(error))
    return _keep(source, answer.etag, spans, unread)


@transaction.atomic
def _next_due() -> CalendarSource | None:
    """Take the calendar that waits longest; two workers never take the same one."""
    due = CalendarSource.objects.due(timezone.now() - EVERY).select_related("mentor__user")
    source = due.select_for_update(skip_locked=True, of=("self",)).first()
    if source:
        source.asked_at = timezone.now()
        source.save(update_fields=["asked_at"])
    return source


def _tag(source: CalendarSource) -> str:
    """Once a day all of it is read: what repeats reaches farther every day."""
    is_fresh = source.read_at and source.read_at.date() == timezone.now().date()
    return source.etag if is_fresh else ""


def _apart(body: bytes, mentor: Mentor) -> tuple[list[Span], int]:
    """Busy times of a file and the number of events unread, from a process of its own.

    A stranger's file may ask for any amount of time and memory; the process has little of both,
    and none of our secrets.
    """
    ends = [str(int(each.timestamp())) for each in _window(mentor)]
    command = [sys.executable, "-m", "mentorship.ical_busy", str(mentor.zone), *ends, _ours()]
    clean = {key: os.environ[key] for key in ("PATH", "LANG", "TZDIR") if key in os.environ}
    try:
        done = subprocess.run(  # noqa: S603 - every part is ours
            command,
            input=body,
            capture_output=True,
            timeout=APART,
            check=False,
            cwd=settings.ROOT,
            env=clean,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("The calendar takes too long to read.") from None
    if done.returncode == STRANGE:
        raise UnreadableError(f"This cannot be read as a calendar. {done.stdout.decode()}")
    if done.returncode:
        raise UnreadableError("The calendar takes too long to read.")
    unread, *lines = done.stdout.decode().splitlines()
    return [_span(line) for line in lines], int(unread)


def _window(mentor: Mentor) -> tuple[dt.datetime, dt.datetime]:
    """As far as students can book, and a week more."""
    farthest = mentor.offers.aggregate(most=Max("horizon_days"))["most"] or HORIZON
    now = timezone.now()
    return now - BEFORE, now + dt.timedelta(days=farthest) + AFTER


def _ours() -> str:
    """How our own invitations end; they come back through the mentor's calendar."""
    return f"@{settings.MESSAGE_ID_DOMAIN}"


def _span(line: str) -> Span:
    start, end = (dt.datetime.fromtimestamp(int(each), dt.UTC) for each in line.split())
    return Span(start, end)


@transaction.atomic
def _keep(source: CalendarSource, etag: str, spans: list[Span], unread: int) -> None:
    """All of the new busy time in place of the old, or none."""
    lock_diaries(mentors=[source.mentor_id])
    kept = CalendarSource.objects.select_for_update().filter(pk=source.pk).first()
    if kept is None:
        return  # taken off the list while we asked
    known = {Span(each.lower, each.upper) for each in kept.busy.values_list("during", flat=True)}
    if known != set(spans):
        kept.busy.all().delete()
        ExternalBusy.objects.bulk_create(
            ExternalBusy(
                source=kept, mentor_id=kept.mentor_id, during=stretch(each.start, each.end)
            )
            for each in spans
        )
    kept.etag, kept.read_at = etag, timezone.now()
    kept.error = _left_out(unread)
    kept.save(update_fields=["etag", "read_at", "error"])


def _left_out(unread: int) -> str:
    if not unread:
        return ""
    events = "1 event" if unread == 1 else f"{unread} events"
    return f"{events} could not be read and {'takes' if unread == 1 else 'take'} no time."


def _unchanged(source: CalendarSource) -> None:
    CalendarSource.objects.filter(pk=source.pk).update(read_at=timezone.now())


def _failed(source: CalendarSource, words: str) -> None:
    # Without a tag the next answer is a whole one, and takes the words away.
    CalendarSource.objects.filter(pk=source.pk).update(error=words[:300], etag="")
