"""Scoring and item analysis in the background; every task is safe to run twice."""

import logging

from django.db import OperationalError

from certification.models import ExamForm, ItemAnalysis
from certification.operations import measuring, scoring
from institute.accounts.models import User
from institute.celery import app

log = logging.getLogger(__name__)


@app.task(name="certification.tasks.analyse")
def analyse(analysis_id: int) -> None:
    """Make a snapshot of a form's statistics."""
    try:
        is_done = measuring.analyse_on(analysis_id)
    except OperationalError:
        raise  # the database comes back; the sweep goes on
    except Exception:
        log.exception("The analysis %s stopped.", analysis_id)
        measuring.stop_analysis(analysis_id=analysis_id)
        return
    if not is_done:
        analyse.delay(analysis_id)


@app.task(name="certification.tasks.go_on_measuring")
def go_on_measuring() -> int:
    """Go on with snapshots whose worker was lost; score what waits for nothing more."""
    for waiting in ItemAnalysis.objects.unfinished().values_list("pk", flat=True)[:20]:
        analyse(waiting)
    return scoring.score_what_is_ready()


@app.task(name="certification.tasks.analyse_forms")
def analyse_forms() -> int:
    """A snapshot of each form that was sat since the last one."""
    asked = measuring.ask_nightly()
    for analysis in asked:
        analyse.delay(analysis.pk)
    return len(asked)


@app.task(name="certification.tasks.rescore")
def rescore(form_id: int, by_id: int | None, why: str) -> int:
    """Score every attempt of a form again; how many scores changed."""
    form = ExamForm.objects.get(pk=form_id)
    by = User.objects.filter(pk=by_id).first() if by_id else None
    return len(scoring.rescore_form(form=form, by=by, why=why))
