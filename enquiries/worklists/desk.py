"""What the phone desk shows beside the call: what is due, who else is on it, what it costs."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Max, Q
from django.utils import timezone

from courses.models import Cohort, Course, Payment
from courses.models.course import Lane
from courses.money import hst_on
from enquiries.calling_rules import Calling, CallVerdict, may_call
from enquiries.models import Call, CallStatus, DoNotCall, Enquiry, NextAction, Reason, Status
from enquiries.models.call import CallQuerySet
from enquiries.worklists.mine import MINE, Looking, Task, WorkList
from institute.accounts.models import User

STILL_THERE = dt.timedelta(seconds=90)
DATES, DUE = 3, 6
LANES = {Reason.CERTIFICATION: Lane.CERT, Reason.MENTORSHIP: Lane.MENTOR}
WRITTEN = {NextAction.WRITE, NextAction.SEND}
# A promise is in our own words; one that begins like this is kept by a call.
KEPT_BY_CALLING = re.compile(r"(call|phone|ring|speak|talk)\b", re.IGNORECASE)
NO_NUMBER = CallVerdict(False, "There is no number to call.")


@dataclass(frozen=True)
class Card:
    """The price of what they ask about, and when it starts next."""

    course: Course | None
    dates: list[Cohort]

    @property
    def price_cents(self) -> int:
        return self.course.current.price_cents if self.course and self.course.current else 0

    @property
    def with_tax_cents(self) -> int:
        return self.price_cents + hst_on(self.price_cents)


@dataclass(frozen=True)
class Due:
    """One thing that is due, and whether we may call about it."""

    task: Task
    verdict: CallVerdict

    @property
    def way(self) -> str:
        """What we offer: to call, to write, or to open the enquiry where neither is due or can be.

        A call that may not be made now stays one, so that the reason can be read.
        """
        enquiry = self.task.enquiry
        if self._is_call and enquiry.phone:
            return "call"
        writes = self._is_call or self.task.promise or enquiry.next_action in WRITTEN
        return "write" if writes and enquiry.email else "open"

    @property
    def _is_call(self) -> bool:
        promise = self.task.promise
        if promise:
            return bool(KEPT_BY_CALLING.match(promise.text))
        return self.task.enquiry.next_action == NextAction.CALL


@dataclass(frozen=True)
class Owed:
    """Everything that is due for one enquiry, the soonest first."""

    enquiry: Enquiry
    tasks: list[Task]

    @property
    def first(self) -> Task:
        return self.tasks[0]

    @property
    def what(self) -> str:
        """Call, send the syllabus."""
        return ", ".join(dict.fromkeys(task.what for task in self.tasks))


def card_of(reason: str, slug: str) -> Card:
    """For the course they name, else for everything the reason covers; three dates."""
    course = Course.objects.published().select_related("current").filter(slug=slug).first()
    dates = Cohort.objects.upcoming().with_course().order_by("starts_at")
    if course:
        dates = dates.filter(version__course=course)
    elif reason in LANES:
        dates = dates.filter(version__lane=LANES[Reason(reason)])
    return Card(course, list(dates[:DATES]))


def courses_to_choose() -> list[tuple[str, str]]:
    """Every course a caller may ask about, by title."""
    found = Course.objects.published().select_related("current").order_by("current__title")
    return [(course.slug, str(course)) for course in found]


def unfinished(user: User) -> list[Call]:
    """Calls this person began and did not finish, the one on the line apart; oldest first."""
    mine = Call.objects.unfinished().of_staff(user).filter(status=CallStatus.PARKED)
    return list(mine.select_related("person").order_by("started_at"))


def also_on(call: Call) -> list[str]:
    """Colleagues who talk with the same person, or on the same number, at this moment."""
    same = Q(number=call.number) if call.number else Q()
    if call.person_id:
        same |= Q(person=call.person_id)
    if not same:
        return []
    now = Call.objects.filter(same, status=CallStatus.OPEN).exclude(staff=call.staff_id)
    return sorted({each.staff.short_name for each in _seen(now) if each.staff})


def due_now(user: User, zone: ZoneInfo) -> list[Due]:
    """What I promised and what is next, soonest first, each with whether we may call."""
    tasks = WorkList(Looking(user, MINE, zone, most=DUE)).tasks
    verdicts = _verdicts(tasks)
    return [Due(task, verdicts[task.enquiry.pk]) for task in tasks]


def owed(due: Iterable[Due]) -> list[Owed]:
    """The same with one line for each enquiry, by what is due for it first."""
    lines: dict[int, Owed] = {}
    for each in due:
        enquiry = each.task.enquiry
        lines.setdefault(enquiry.pk, Owed(enquiry, [])).tasks.append(each.task)
    return list(lines.values())


def _seen(calls: CallQuerySet) -> CallQuerySet:
    return calls.filter(seen_at__gte=timezone.now() - STILL_THERE).select_related("staff")


def _verdicts(tasks: Iterable[Task]) -> dict[int, CallVerdict]:
    """Whether we may call, by the enquiry's key; two queries, however many there are."""
    enquiries = {task.enquiry.pk: task.enquiry for task in tasks}
    numbers = {one.phone for one in enquiries.values() if one.phone}
    listed = set(DoNotCall.objects.filter(number__in=numbers).values_list("number", flat=True))
    bought = _bought({one.person_id for one in enquiries.values()})
    now, verdicts = timezone.now(), {}
    for key, one in enquiries.items():
        calling = Calling(
            zone=ZoneInfo(one.zone),
            do_not_call=one.phone in listed,
            requested=one.status == Status.CALLBACK,
            purchased_at=bought.get(one.person_id),
            inquired_at=one.created_at,
        )
        verdicts[key] = may_call(calling, now=now) if one.phone else NO_NUMBER
    return verdicts


def _bought(people: set[int | None]) -> dict[int | None, dt.datetime]:
    """When each of these people last took a place that was paid."""
    paid = Payment.objects.filter(invoice__enrolment__student__person__in=people - {None})
    rows = paid.values_list("invoice__enrolment__student__person").annotate(last=Max("received_on"))
    noon = dt.time(12, tzinfo=dt.UTC)
    return {person: dt.datetime.combine(day, noon) for person, day in rows.order_by()}
