"""Whether the rows of a run still hang together: each week on the one before, the state on all."""

from courses.models import SimulationRun
from courses.runs.engines import engine_of, state_of


def holds(run: SimulationRun) -> bool:
    """False when a stored week or state was changed behind the application's back."""
    links = run.turns.order_by("week").values_list("week", "previous", "state_digest")
    digest = ""
    for number, (week, previous, after) in enumerate(links, start=1):
        if week != number or (digest and previous != digest):
            return False
        digest = after
    known = digest or run.state_digest
    whole = len(links) == run.week and run.state_digest == known
    return whole and engine_of(run.engine).digest(state_of(run)) == known
