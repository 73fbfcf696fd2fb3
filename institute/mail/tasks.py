"""Celery entry points; each is safe to run twice."""

from institute.celery import app
from institute.mail import operations
from institute.mail.operations import QUEUES


@app.task
def nudge(queue: str) -> int:
    """Something is due on this queue."""
    done = operations.deliver(QUEUES[queue])
    if done.more:
        nudge.apply_async(args=(queue,), queue=queue)
    return done.sent


@app.task
def sweep() -> int:
    """Tidy up after dead workers and deliver what nudges lost, the most urgent first."""
    operations.tidy()
    return operations.deliver().sent
