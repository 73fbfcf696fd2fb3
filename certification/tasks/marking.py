"""Marking by the clock: what was missed is taken up."""

from certification.operations import handing_over
from institute.celery import app


@app.task(name="certification.tasks.look_after_marking")
def look_after_marking() -> int:
    """Hand over submitted papers, score marked ones, withdraw tasks of voided ones."""
    return handing_over.sweep()
