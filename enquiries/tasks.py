"""Celery entry points: ids in, one operation called, safe to run twice."""

import logging

from django.db import OperationalError

from enquiries.models import CallImport
from enquiries.operations import alerting, consenting, following, importing, mornings
from enquiries.operations.returning import match_returns
from institute.celery import app

log = logging.getLogger(__name__)
STOPPED = "Something went wrong on our side. What was read so far is kept; try again."


@app.task(name="enquiries.tasks.read_calls")
def read_calls(call_import_id: int) -> None:
    """Read a file of calls; what is left when the turn is over goes to the next worker."""
    try:
        is_done = importing.read_on(call_import_id)
    except OperationalError:
        raise  # the database is away, or asked us to try again: the sweep does
    except Exception:
        log.exception("The import of calls %s stopped.", call_import_id)
        importing.stop(call_import_id=call_import_id, problem=STOPPED)
        return
    if not is_done:
        read_calls.delay(call_import_id)


@app.task(name="enquiries.tasks.read_on")
def read_on() -> int:
    """Go on with a file whose worker died, and notice calls that were returned meanwhile."""
    waiting = CallImport.objects.unfinished().order_by("pk").first()
    if waiting:
        read_calls(waiting.pk)
    return match_returns()


@app.task(name="enquiries.tasks.follow_up")
def follow_up() -> int:
    """Write the messages that follow an enquiry and are due now."""
    return following.send_follow_ups()


@app.task(name="enquiries.tasks.ask_for_consent")
def ask_for_consent() -> int:
    """Ask readers whose permission is about to end."""
    return consenting.ask_for_consent()


@app.task(name="enquiries.tasks.look_after_answers")
def look_after_answers() -> int:
    """Alert staff where nobody answered, close kept promises, and call about what came back."""
    settled = alerting.settle_promises() + alerting.call_about_what_came_back()
    return alerting.alert_unanswered() + settled


@app.task(name="enquiries.tasks.good_morning")
def good_morning() -> int:
    """Write to the desk at 8:00 in Toronto."""
    return mornings.send_mornings()
