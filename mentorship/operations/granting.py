"""Sessions that come with a place, go back with it, and run out."""

from django.db import transaction
from django.db.models import Q, QuerySet

from courses.models import Course, Enrolment, Programme
from courses.models.enrolment import Status
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship.models import Entitlement, SessionGrant
from mentorship.operations import crediting

SURE = (Status.CONFIRMED, Status.COMPLETED)
GIVEN_BACK = "The place was given back."


@transaction.atomic
def follow_place(*, enrolment: Enrolment) -> bool:
    """Give what a sure place brings, take back what a cancelled one brought. Repeating is safe.

    A place that moved to another cohort takes its sessions along. Whether something changed.
    """
    enrolment = locked(enrolment)
    brought = Entitlement.objects.filter(enrolment=enrolment).first()
    if enrolment.status == Status.CANCELLED and brought:
        return crediting.take_back(entitlement=brought, why=GIVEN_BACK)
    if enrolment.status not in SURE or brought:
        return False
    return _taken_along(enrolment) or crediting.grant_for(enrolment=enrolment) is not None


def follow_missed_places() -> int:
    """Do the same for every place whose announcement was lost; how many changed."""
    return sum(follow_place(enrolment=place) for place in missed())


def missed() -> QuerySet[Enrolment]:
    """Sure places that brought nothing though their course does, cancelled ones with sessions."""
    lacks = Q(
        status=Status.CONFIRMED,
        cohort__version__course__session_grant__isnull=False,
        entitlement__isnull=True,
    )
    keeps = Q(status=Status.CANCELLED, entitlement__left__gt=0)
    return Enrolment.objects.filter(lacks | keeps).order_by("pk")


def write_off_run_out() -> int:
    """Write off sessions whose last day has passed; how many grants they were of."""
    over = Entitlement.objects.run_out()
    return sum(crediting.expire_unused(entitlement=one) for one in over)


@transaction.atomic
def bring(*, with_: Course | Programme, sessions: int, kinds: list[str], days: int) -> SessionGrant:
    """Say what a course or a programme brings; it replaces what it brought before."""
    if sessions < 1:
        raise RuleBroken("A course brings at least one session, or none: then remove the line.")
    key = {"course" if isinstance(with_, Course) else "programme": with_}
    says = {"sessions": sessions, "kinds": kinds, "days": days}
    made, _ = SessionGrant.objects.update_or_create(**key, defaults=says)  # type: ignore[arg-type]
    return made


def bring_nothing(*, grant: SessionGrant) -> None:
    """From now on it brings nothing; what was granted stays."""
    SessionGrant.objects.filter(pk=grant.pk).delete()


def _taken_along(enrolment: Enrolment) -> bool:
    """Whether the place this one came from had brought sessions: they belong to this one now."""
    before = Entitlement.objects.filter(enrolment__moved_to=enrolment).first()
    if before is None:
        return False
    before = locked(before)
    before.enrolment = enrolment
    before.save(update_fields=["enrolment"])
    return True
