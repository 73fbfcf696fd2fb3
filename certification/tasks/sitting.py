"""What runs by the clock for sittings: each calls one operation, and is safe to run twice."""

from certification.operations import integrity, submitting
from institute.celery import app


@app.task(name="certification.tasks.hand_in_overdue", ignore_result=True)
def hand_in_overdue() -> None:
    """Hand in every sitting whose time is over, with what is stored."""
    submitting.submit_overdue()


@app.task(name="certification.tasks.look_for_signals", ignore_result=True)
def look_for_signals() -> None:
    """Look for what a person should look at in sittings that ended."""
    integrity.look_at_new()
