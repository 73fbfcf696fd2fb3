"""Files of questions are taken over in the background; every task is safe to run twice."""

import logging

from django.core.cache import cache
from django.db import OperationalError

from certification.models import ItemImport
from certification.operations import importing
from institute.celery import app

log = logging.getLogger(__name__)
AN_HOUR = 3600


@app.task(name="certification.tasks.take_over_questions")
def take_over_questions(source_id: int) -> None:
    """Write a file's questions into the bank. Progress is told outside the transaction."""

    def tell(done: int, of: int) -> None:
        cache.set(f"item-import-{source_id}", (done, of), AN_HOUR)

    try:
        importing.write(source_id, tell)
    except OperationalError:
        raise  # the database comes back; the sweep goes on
    except Exception:
        log.exception("The file of questions %s stopped.", source_id)
        words = "Something went wrong on our side. Nothing was written; try again."
        importing.stop(source_id=source_id, problem=words)


@app.task(name="certification.tasks.go_on_taking_over")
def go_on_taking_over() -> int:
    """Go on with files whose worker was lost or never told."""
    waiting = list(ItemImport.objects.unfinished().values_list("pk", flat=True)[:5])
    for source_id in waiting:
        take_over_questions(source_id)
    return len(waiting)
