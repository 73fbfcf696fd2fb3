"""What happens when letters were queued: one line to Celery, which may be away."""

import logging
from threading import Lock, Timer
from time import monotonic
from typing import Any

from institute.mail.events import letters_queued

log = logging.getLogger(__name__)

PAUSE = 15.0  # seconds without nudges after one that failed: the sweep does the work meanwhile
BREATH = 0.1  # seconds in which a busy process tells a queue once, and once more at their end
AT_ONCE = "security"  # somebody waits for a code in front of the screen
_away = {"until": 0.0}
_told: dict[str, float] = {}
_told_later: set[str] = set()
_turn = Lock()


def tell_the_workers(*, queue: str, **_: Any) -> None:
    """Nudge a worker. A broker that is down costs a request next to nothing, and no letter."""
    if monotonic() < _away["until"]:
        return
    if queue == AT_ONCE or _first_in_a_while(queue):
        _nudge(queue)


def _first_in_a_while(queue: str) -> bool:
    """Whether to nudge now. What follows at once shares one nudge a moment later."""
    with _turn:
        now = monotonic()
        if now - _told.get(queue, -BREATH) >= BREATH:
            _told[queue] = now
            return True
        if queue not in _told_later:
            _told_later.add(queue)
            later = Timer(BREATH, _nudge_later, [queue])
            later.daemon = True  # a process that ends leaves the letters to the sweep
            later.start()
        return False


def _nudge_later(queue: str) -> None:
    with _turn:
        _told_later.discard(queue)
        _told[queue] = monotonic()
    _nudge(queue)


def _nudge(queue: str) -> None:
    # Celery is read by the process that sends, not by every web worker.
    from institute.mail.tasks import nudge

    try:
        nudge.apply_async(args=(queue,), queue=queue, retry=False)
    except Exception as error:
        _away["until"] = monotonic() + PAUSE
        log.warning("No nudge for the %s queue: %s", queue, error)


letters_queued.connect(tell_the_workers, dispatch_uid="mail: tell the workers")
