"""Which of several runs on the same deal counts."""

from courses.models import SimulationRun
from courses.models.run import RunState


def counts(run: SimulationRun) -> bool:
    """Whether this is its learner's first finished game on this deal.

    Only a finished game is debriefed, so in the first nobody knew what was hidden.
    """
    if run.status != RunState.FINISHED:
        return False
    same = SimulationRun.objects.of(run.user).of_scenario(run.version.scenario_id)
    earlier = same.on_luck(run.seed).finished().filter(finished_at__lt=run.finished_at)
    return not earlier.exists()
