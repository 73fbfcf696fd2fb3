"""What ends the messages that follow an enquiry: whatever the person does counts as an answer."""

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from courses.models import Enrolment
from courses.models.enrolment import HOLDING
from enquiries.models.callback import Callback, CallbackStatus
from enquiries.models.enquiry import Enquiry
from enquiries.models.interaction import Direction, Interaction, Kind
from enquiries.models.joining import Conversion
from enquiries.models.vocabulary import LIVE, Status, Topic
from institute import panels

# The texts speak of courses and their dates; what is about a mentor or a team is for a person.
ABOUT_COURSES = (Topic.COURSE, Topic.CERTIFICATION, Topic.OTHER)
FROM_THEM = (Kind.CALL, Kind.EMAIL, Kind.MEETING, Kind.ENQUIRY)


def why_stopped(enquiry: Enquiry) -> str:
    """Why nothing more follows by itself, in words; empty while something may."""
    found = Enquiry.objects.filter(pk=enquiry.pk).values_list(_stop(), flat=True)
    return next(iter(found), "The enquiry is no longer there.")


def unstopped(enquiries: "QuerySet[Enquiry]") -> "QuerySet[Enquiry]":
    """Those that something may still follow."""
    return enquiries.alias(stopped=_stop()).filter(stopped="")


def stops_of(enquiries: "QuerySet[Enquiry]") -> list[tuple[str, int]]:
    """How many of them are stopped, by reason, the commonest first."""
    stopped = enquiries.annotate(stopped=_stop()).exclude(stopped="")
    counted = stopped.values("stopped").annotate(number=Count("pk")).order_by("-number", "stopped")
    return [(row["stopped"], row["number"]) for row in counted]


def _stop() -> Case:
    """The first reason why nothing more follows, or nothing."""
    cases = [When(condition, then=Value(words)) for words, condition in _stops()]
    return Case(*cases, default=Value(""), output_field=CharField(max_length=80))


def _stops() -> list[tuple[str, Q | Exists]]:
    return [
        ("It became a place or a mentor.", Exists(_conversions())),
        ("They are enrolling.", Q(status=Status.ENROLMENT_STARTED)),
        ("It waits to be checked.", Q(status=Status.QUARANTINED)),
        ("It is closed.", ~Q(status__in=LIVE)),
        ("They answered.", Exists(_answers())),
        ("A call-back is booked.", Exists(_call_backs())),
        ("They enrolled.", Exists(_places())),
        *((kind.words, Exists(_taken_up(kind))) for kind in panels.taken()),
        ("They are a student already.", Q(topic=Topic.STUDENT)),
        ("It is not about a course.", Q(course=None) & ~Q(topic__in=ABOUT_COURSES)),
        ("There is no email address.", Q(email="")),
    ]


def _answers() -> "QuerySet[Interaction]":
    """They called, wrote, came by or asked again. The call an enquiry began with is no answer."""
    about_it = Q(enquiry=OuterRef("pk")) | Q(enquiry__duplicate_of=OuterRef("pk"))
    later = Q(call=None) | Q(call__started_at__gt=OuterRef("created_at"))
    return Interaction.objects.filter(
        about_it,
        later,
        direction=Direction.IN,
        kind__in=FROM_THEM,
        at__gt=OuterRef("created_at"),
    )


def _conversions() -> "QuerySet[Conversion]":
    return Conversion.objects.filter(enquiry=OuterRef("pk"))


def _call_backs() -> "QuerySet[Callback]":
    live = Callback.objects.exclude(status=CallbackStatus.CANCELLED)
    return live.filter(enquiry=OuterRef("pk"))


def _taken_up(kind: panels.Taken) -> "QuerySet[Model]":
    """What they took up since with another part of the Institute."""
    whose = Q(**{f"{kind.who}__email": OuterRef("email")})
    whose |= Q(**{f"{kind.who}__person": OuterRef("person")})
    return kind.rows().filter(whose, **{f"{kind.at}__gte": OuterRef("created_at")})


def _places() -> "QuerySet[Enrolment]":
    """A place taken since, by the person's account or with the address they gave."""
    whose = Q(student__email=OuterRef("email")) | Q(student__person=OuterRef("person"))
    return Enrolment.objects.filter(
        whose, created_at__gte=OuterRef("created_at"), status__in=HOLDING
    )
