"""How far a debrief is, in words, while a worker works it out."""

from dataclasses import dataclass

from courses.models import Debrief, SimulationRun
from courses.models.run import DebriefState

DOING = {
    "reference": "playing the same deal with the reference",
    "scores": "weighing the five responsibilities",
    "handover": "replaying with another hand from each week",
    "path": "finding the package that set the date in each week",
    "slip": "switching off one hazard at a time",
    "families": "replaying every mix of your decisions",
    "decisions": "leaving out each decision in turn",
    "honesty": "comparing what was said with what was true",
    "risks": "opening every risk of the deal",
    "unasked": "looking for questions nobody asked",
    "plan": "choosing what to learn next",
}


@dataclass(frozen=True)
class Progress:
    """Where a worker is; `doing` is empty before the first step and after the last."""

    done: int
    of: int
    doing: str
    has_stopped: bool

    @property
    def step(self) -> int:
        return min(self.done + 1, self.of)


def progress(debrief: Debrief) -> Progress:
    """The step a worker is at, for the page that waits for it."""
    missing = [step for step in DOING if step not in debrief.parts]
    doing = DOING[missing[0]] if missing else ""
    stopped = debrief.status == DebriefState.FAILED
    return Progress(debrief.steps_done, debrief.steps_all, doing, stopped)


def how_it_ended(run: SimulationRun) -> str:
    """The end of a run as one sentence, with nothing in it that the learner has to guess."""
    state = run.state
    if state.get("status") == "launched":
        return f"You shipped in week {state['launched_at']:.1f}."
    if state.get("status") == "out_of_trust":
        return f"The sponsor took the programme from you after week {run.week}."
    if state.get("status") == "out_of_money":
        return f"The money ran out in week {run.week}."
    return f"Time ran out in week {run.week}, before it shipped."
