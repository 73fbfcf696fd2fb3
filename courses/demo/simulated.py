"""Simulations the demo students have played, by simulated players through the real operations."""

from courses.demo.debriefed import tell_whole
from courses.demo.going_on import TAUGHT
from courses.demo.people import STUDENT_OF_THE_TOUR, TEACHER_OF_THE_TOUR
from courses.models import Enrolment, Scenario, SimulationRun
from courses.operations import simulating
from courses.operations.playing_together import play_with_class
from courses.operations.simulating import Planned
from courses.runs.engines import scenario_of, view_of
from courses.simulations.policies import policy
from institute.accounts.models import User

FLAGSHIP = "ai-saas-launch"
HALF = 6
#: Who sits next to the student of the tour, and how well each of them plays.
PUPILS = ("competent", "novice")  # of the teacher of the tour, who comments on their debriefs
CLASS = ("competent", "novice", "tuned", "over_communicator", "competent")


def plant_runs() -> int:
    """Two finished runs, one of them debriefed, one in the middle, and a class on one deal."""
    scenario = Scenario.objects.published().with_current().filter(slug=FLAGSHIP).first()
    student = User.objects.filter(email=STUDENT_OF_THE_TOUR).first()
    if scenario is None or student is None or SimulationRun.objects.of(student).exists():
        return 0
    told = _play(simulating.start(user=student, scenario=scenario), "novice")
    _play(simulating.start(user=student, scenario=scenario), "competent")
    _play(simulating.start(user=student, scenario=scenario), "competent", HALF)
    mates = _classmates(student)
    for place, name in zip(mates, CLASS, strict=False):
        _play(play_with_class(enrolment=place, scenario=scenario), name)
    pupils = [
        _play(simulating.start(user=place.student, scenario=scenario), name)
        for place, name in zip(_pupils(), PUPILS, strict=False)
    ]
    for run in (told, *pupils[:1]):  # the other pupil waits for a comment
        tell_whole(run)
    return 3 + len(mates) + len(pupils)


def _classmates(student: User) -> list[Enrolment]:
    """The first few others in the class the student of the tour is in now."""
    own = (
        Enrolment.objects.learning()
        .filter(student=student, cohort__version__course__slug=TAUGHT, cohort__status="running")
        .first()
    )
    if own is None:
        return []
    others = Enrolment.objects.learning().filter(cohort=own.cohort_id).exclude(pk=own.pk)
    return list(others.with_course().order_by("pk")[: len(CLASS)])


def _pupils() -> list[Enrolment]:
    """Two people the teacher of the tour teaches, who have not played."""
    taught = Enrolment.objects.learning().filter(
        cohort__sessions__instructor__email=TEACHER_OF_THE_TOUR
    )
    fresh = taught.filter(student__simulation_runs=None).exclude(student__email=STUDENT_OF_THE_TOUR)
    return list(fresh.select_related("student").order_by("pk").distinct()[: len(PUPILS)])


def _play(run: SimulationRun, name: str, weeks: int = 40) -> SimulationRun:
    """Let a policy play some weeks of the run, or all of it."""
    player = policy(name).seat(scenario_of(run.version), run.seed)
    while run.status == "playing" and run.week < weeks:
        planned = Planned(run.week + 1, run.draft_number)
        decisions = player(view_of(run))
        simulating.commit_week(run=run, by=run.user, planned=planned, decisions=decisions)
        run.refresh_from_db()
    run.is_demo = run.guided = True
    run.save(update_fields=["is_demo", "guided"])
    return run
