"""Which debriefs somebody may read, and what a learner set out to do."""

import uuid
from typing import Any

from django.db.models import Exists, OuterRef

from courses.models import Cohort, Debrief, Enrolment, SimulationRun
from courses.models.enrolment import EnrolmentQuerySet
from courses.models.run import DebriefState, RunQuerySet
from institute.accounts.models import User
from institute.accounts.roles import Role

MOST = 100


def shared(token: str) -> Debrief | None:
    """The debrief a link opens, while its learner leaves it open."""
    found = Debrief.objects.filter(share_token=token, status=DebriefState.READY)
    return found.select_related("run__version__scenario", "run__user").first()


def led_by(user: User, pk: uuid.UUID) -> RunQuerySet:
    """The run, when this person leads it: its debrief is theirs to share and to resolve on."""
    return SimulationRun.objects.filter(pk=pk, user=user)


def of_classes(reader: User) -> RunQuerySet:
    """Finished runs of the people in this reader's classes; a manager's classes are all."""
    runs = SimulationRun.objects.finished().filter(Exists(_places(reader, OuterRef("user"))))
    return runs.with_scenario().without_their_state().select_related("user", "debrief")


def newest_of_classes(reader: User) -> list[SimulationRun]:
    return list(of_classes(reader).defer("debrief__parts").order_by("-finished_at")[:MOST])


def _places(reader: User, student: Any) -> EnrolmentQuerySet:
    places = Enrolment.objects.learning().filter(student=student)
    if reader.has_role(Role.MANAGER):
        return places
    return places.filter(cohort__in=Cohort.objects.visible_to(reader))


def courses_with(reader: User, student: User) -> list[str]:
    """The courses through which a reader meets this student."""
    places = _places(reader, student).with_course()
    return sorted({place.cohort.version.title for place in places})


def teachers_of(student: User) -> list[str]:
    """Who teaches this student at present, and so may read their debriefs."""
    taught = User.objects.filter(
        sessions_taught__cohort__enrolments__in=Enrolment.objects.learning().filter(student=student)
    )
    return sorted({one.name for one in taught.distinct()})


def set_out(run: SimulationRun) -> str:
    """What the learner had set out to do differently, before this run began."""
    before = Debrief.objects.filter(
        run__user=run.user_id, run__finished_at__lte=run.started_at
    ).exclude(resolve="")
    newest = before.order_by("-run__finished_at").values_list("resolve", flat=True).first()
    return newest or ""


def finished_of(user: User) -> RunQuerySet:
    """The finished runs somebody led, the oldest first."""
    own = SimulationRun.objects.finished().filter(user=user)
    return own.with_scenario().without_their_state().order_by("finished_at")
