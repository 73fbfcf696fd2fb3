"""What happens when letters were queued: one line to Celery, which may be away."""

import logging
from time import monotonic
from typing import Any

from institute.mail.events import letters_queued

log = logging.getLogger(__name__)

PAUSE = 15.0  # seconds without nudges after one that failed: the sweep does the work meanwhile
_away = {"until": 0.0}


def tell_the_workers(*, queue: str, **_: Any) -> None:
    """Nudge a worker. A broker that is down costs a request next to nothing, and no letter."""
    if monotonic() < _away["until"]:
        return
    # Celery is read by the process that sends, not by every web worker.
    from institute.mail.tasks import nudge

    try:
        nudge.apply_async(args=(queue,), queue=queue, retry=False)
    except Exception as error:
        _away["until"] = monotonic() + PAUSE
        log.warning("No nudge for the %s queue: %s", queue, error)


letters_queued.connect(tell_the_workers, dispatch_uid="mail: tell the workers")
