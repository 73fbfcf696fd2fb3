"""Telling a worker what to do after a page was answered."""

import logging

log = logging.getLogger(__name__)


def tell_to_analyse(analysis_id: int) -> None:
    """A broker that is down loses nothing: the sweep finds the snapshot within a minute."""
    from certification.tasks.measuring import analyse  # Celery is not read by every web worker

    try:
        analyse.apply_async(args=(analysis_id,), retry=False)
    except Exception as error:
        log.warning("No worker was told of the analysis %s: %s", analysis_id, error)


def tell_to_take_over(source_id: int) -> None:
    """The sweep finds a file of questions that no worker was told of."""
    from certification.tasks.bank import take_over_questions

    try:
        take_over_questions.apply_async(args=(source_id,), retry=False)
    except Exception as error:
        log.warning("No worker was told of the file of questions %s: %s", source_id, error)


def tell_to_rescore(form_id: int, by_id: int | None, why: str) -> None:
    """A form is scored again by a worker; by us when no worker can be told."""
    from certification.tasks.measuring import rescore

    try:
        rescore.apply_async(args=(form_id, by_id, why), retry=False)
    except Exception as error:
        log.warning("No worker was told to score form %s again: %s", form_id, error)
        rescore(form_id, by_id, why)
