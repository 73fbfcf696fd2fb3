"""A team of demo students in the middle of a run, and a class that agreed to be shown."""

from courses.demo.people import STUDENT_OF_THE_TOUR
from courses.demo.simulated import FLAGSHIP
from courses.models import Enrolment, RunMode, Scenario, Seat, SimulationRun
from courses.operations import inviting, ranking, simulating, teaming
from courses.operations.simulating import Planned
from courses.runs.engines import scenario_of, view_of
from courses.simulations.policies import policy
from courses.teams import classmates, rights
from institute.accounts.models import User

LATE = 8
PARTS = ("align", "risk", "comm")
#: How each of the class wants to be called; an empty one goes by their own name.
SHOWN_AS = ("", "Critical path", "", "Float", "Sixth point")


def plant_team() -> int:
    """How many people sit at the table or are shown to their class now who were not before."""
    scenario = Scenario.objects.published().with_current().filter(slug=FLAGSHIP).first()
    student = User.objects.filter(email=STUDENT_OF_THE_TOUR).first()
    if scenario is None or student is None or Seat.objects.filter(user=student).exists():
        return 0
    mates = _who_played_with_their_class()
    if len(mates) < len(PARTS):
        return 0
    _play_together(student, [place.student for place in mates[: len(PARTS)]], scenario)
    _ask(student, mates[-1].student, scenario)
    for place, name in zip(mates, SHOWN_AS, strict=False):
        ranking.agree_to_be_shown(
            user=place.student, cohort=place.cohort, shown_as=name or place.student.name[:30]
        )
    return 1 + len(PARTS) + len(mates)


def _who_played_with_their_class() -> list[Enrolment]:
    runs = SimulationRun.objects.finished().filter(mode=RunMode.CLASS, is_demo=True)
    places = Enrolment.objects.filter(pk__in=runs.values("enrolment"))
    return list(places.with_course().order_by("pk"))


def _play_together(student: User, mates: list[User], scenario: Scenario) -> None:
    """Eight weeks are behind them; one has put the ninth forward and the others have not read."""
    run = simulating.start(user=student, scenario=scenario)
    table = teaming.open_table(run=run, by=student, decides="vote", part="exec")
    for mate, part in zip(mates, PARTS, strict=True):
        teaming.take_part(table=table, user=mate, part=part)
    run.is_demo = run.guided = True
    run.save(update_fields=["is_demo", "guided"])
    player = policy("competent").seat(scenario_of(run.version), run.seed)
    for _ in range(LATE):
        _one_week(run, mates[:2], player(view_of(run)))
    _agree(run, mates[0], player(view_of(run)))


def _ask(student: User, mate: User, scenario: Scenario) -> None:
    """A classmate who sees the student’s name in their discussion asks them to a table."""
    listed = [one for one in classmates.of(mate) if one.user == student]
    run = simulating.start(user=mate, scenario=scenario)
    if not listed or rights.table_of(run):
        return
    SimulationRun.objects.filter(pk=run.pk).update(is_demo=True)
    teaming.open_table(run=run, by=mate, decides="vote", part="exec")
    inviting.ask(run=run, by=mate, place=listed[0].place)


def _one_week(run: SimulationRun, agreeing: list[User], decisions: dict[str, object]) -> None:
    for mate in agreeing:
        _agree(run, mate, decisions)
    planned = Planned(run.next_week, run.draft_number)
    simulating.commit_week(run=run, by=run.user, planned=planned, decisions=decisions)
    run.refresh_from_db()


def _agree(run: SimulationRun, by: User, decisions: dict[str, object]) -> None:
    planned = Planned(run.next_week, run.draft_number)
    teaming.agree(run=run, by=by, planned=planned, decisions=decisions)
    run.refresh_from_db()
