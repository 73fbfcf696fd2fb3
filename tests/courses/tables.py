"""Teams for tests: a table at a run, people at it, and a class that finished on one deal."""

from courses.models import Cohort, Enrolment, SimulationRun, Table
from courses.operations import enrolling, ranking, teaming
from courses.operations.playing_together import play_with_class
from institute.accounts.models import User
from tests import make
from tests.courses.simulating import a_scenario, finished

PARTS = ("exec", "align", "lead", "risk", "comm")


def a_table(run: SimulationRun, decides: str = "vote") -> Table:
    """The run of its user as a team's; they take the first part."""
    return teaming.open_table(run=run, by=run.user, decides=decides, part=PARTS[0])


def joined_by(table: Table, others: int) -> list[User]:
    """So many others sit down, each with the next part."""
    people = [make.student() for _ in range(others)]
    for user, part in zip(people, PARTS[1:], strict=False):
        teaming.take_part(table=table, user=user, part=part)
    return people


def a_class(size: int) -> tuple[Cohort, list[Enrolment]]:
    """A cohort and its confirmed places."""
    cohort = make.cohort()
    for _ in range(size):
        enrolling.reserve_place(student=make.student(), cohort=cohort)
    Enrolment.objects.filter(cohort=cohort).update(status="confirmed", hold_expires_at=None)
    return cohort, list(Enrolment.objects.filter(cohort=cohort).order_by("pk"))


def finished_together(places: list[Enrolment]) -> list[SimulationRun]:
    """Each of them finishes the deal of their class."""
    scenario = a_scenario()
    return [finished(play_with_class(enrolment=place, scenario=scenario)) for place in places]


def shown(place: Enrolment, name: str) -> None:
    ranking.agree_to_be_shown(user=place.student, cohort=place.cohort, shown_as=name)
