"""Results that are due."""

from certification.operations import releasing
from institute.celery import app


@app.task(name="certification.tasks.release_results")
def release_results() -> int:
    """Release every batch whose time has come; safe to run twice."""
    return releasing.release_due()
