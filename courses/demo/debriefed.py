"""Debriefs of the demo that are read whole: guessed at, worked out, commented by who teaches."""

from typing import Any

from courses.demo.people import TEACHER_OF_THE_TOUR
from courses.models import Debrief, Enrolment, SimulationRun
from courses.operations import debriefing, reflecting
from courses.simulations.debriefing.names import FIVE
from institute.accounts.models import User

#: A level of the rubric -> what share of the reference's points is enough for it, the best first.
ENOUGH = {4: 0.97, 3: 0.85, 2: 0.6, 1: 0.0}
RESOLVED = (
    "Before I commit a week, I write down which date I expect and which team I have not asked."
)


def tell_whole(run: SimulationRun) -> bool:
    """The learner guesses and resolves, their teacher comments; False when nobody teaches them."""
    teacher = _teacher_of(run.user)
    if teacher is None:
        return False
    debrief = debriefing.open_for(run=run)
    debriefing.work_out(debrief.pk)
    debrief.refresh_from_db()
    guess = "events" if _driver(debrief) != "events" else "estimates"
    debrief = debriefing.predict(debrief=debrief, week=run.week // 2, cause=guess)
    debrief = debriefing.resolve(debrief=debrief, words=RESOLVED)
    scores = {row["key"]: row for row in debrief.parts["scores"]["rows"] if row["key"] in FIVE}
    levels = {key: _level(row) for key, row in scores.items()}
    text = _comment(run, debrief.parts, scores)
    reflecting.comment(debrief=debrief, by=teacher, text=text, rubric=levels)
    return True


def _teacher_of(learner: User) -> User | None:
    """Who gives the classes they are in: the teacher of the tour, else whoever is in the newest."""
    places = Enrolment.objects.learning().filter(student=learner)
    teaching = User.objects.filter(sessions_taught__cohort__enrolments__in=places)
    newest = teaching.order_by("-sessions_taught__cohort__starts_at", "pk")
    return newest.filter(email=TEACHER_OF_THE_TOUR).first() or newest.first()


def _driver(debrief: Debrief) -> str:
    told: dict[str, Any] = debriefing.DEBRIEFERS[debrief.run.engine].answered(
        {"week": 0, "cause": "none"}, debrief.parts
    )
    return str(told["cause"]["true"])


def _level(row: dict[str, Any]) -> int:
    share = row["yours"] / max(row["par"], 1)
    return next(level for level, enough in ENOUGH.items() if share >= enough)


def _comment(run: SimulationRun, parts: dict[str, Any], scores: dict[str, Any]) -> str:
    """What was found about this run, in the words of somebody who has read it."""
    best, worst = (pick(scores.values(), key=_gap) for pick in (max, min))
    because = [row["because"] for row in parts["plan"]["rows"] if row["score"] == worst["key"]]
    weeks = sorted(parts["handover"]["losses"], key=lambda loss: -loss["lost"])[:1]
    lines = [
        (
            f"Keep: {best['name'].lower()}. {best['yours']:.0f} points where the reference makes "
            f"{best['par']:.0f}; do not trade that away when you change the rest."
        ),
        f"Change: {worst['name'].lower()}, {-_gap(worst):.0f} points under the reference.",
        *because,
        *(loss["text"] for loss in weeks),
        (
            "Play the same deal again up to there and say aloud what you expect before each week. "
            "Where you and the week disagree is what we talk about next time."
        ),
    ]
    return f"{run.user.short_name}, I have read all {run.week} weeks.\n\n" + "\n\n".join(lines)


def _gap(row: dict[str, Any]) -> float:
    """Points above the reference; under it, less than nothing."""
    return float(row["yours"] - row["par"])
