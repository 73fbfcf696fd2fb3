"""What is to be done, soonest first: next steps and promises in one list."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from enquiries.models import Enquiry, Promise
from enquiries.models.enquiry import EnquiryQuerySet
from enquiries.models.interaction import PromiseQuerySet
from enquiries.worklists.due import A_DAY, GROUPS, LATER, OVERDUE, Days, look, when_words
from enquiries.worklists.reach import Reach, reach_of
from institute.accounts.models import User

MINE, TEAM, UNASSIGNED = "mine", "team", "unassigned"
VIEWS = {MINE: "Mine", TEAM: "Team", UNASSIGNED: "Unassigned"}


@dataclass(frozen=True)
class Task:
    """One thing to do for one enquiry: its next step, or something we promised."""

    enquiry: Enquiry
    due: dt.datetime
    days: Days
    reach: Reach
    promise: Promise | None = None

    @property
    def key(self) -> str:
        """What it is called in the page, for as long as it stands."""
        return f"p{self.promise.pk}" if self.promise else f"e{self.enquiry.pk}"

    @property
    def what(self) -> str:
        return self.promise.text if self.promise else self.enquiry.get_next_action_display()

    @property
    def best_way(self) -> str:
        """How to reach them just now: "call", "write", or neither."""
        may_call = bool(self.enquiry.phone) and self.reach.may_call
        writes = self.enquiry.next_action in {"write", "send"} or not may_call
        if self.enquiry.email and writes:
            return "write"
        return "call" if may_call else ""

    @property
    def words(self) -> str:
        return when_words(self.due, self.days)

    @property
    def look(self) -> str:
        return look(self.due, self.days)

    @property
    def group(self) -> str:
        return self.days.group(self.due)

    @property
    def their_zone(self) -> ZoneInfo | None:
        """The person's own zone, when their clock differs from the reader's at that hour."""
        theirs = ZoneInfo(self.enquiry.zone)
        differs = (
            self.due.astimezone(theirs).utcoffset()
            != self.due.astimezone(self.days.zone).utcoffset()
        )
        return theirs if differs else None

    @property
    def is_old(self) -> bool:
        """Late by a day or more: then the hour alone says too little."""
        return self.days.now - self.due >= A_DAY

    @property
    def then(self) -> str:
        """Fri 20 Nov, 19:08 on their clock; 19:08 where the day is plain without it."""
        local = self.due.astimezone(self.their_zone or self.days.zone)
        same_day = local.date() == self.due.astimezone(self.days.zone).date()
        if same_day and not self.is_old:
            return f"{local:%H:%M}"
        return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"


@dataclass(frozen=True)
class Looking:
    """Whose work somebody looks at."""

    user: User
    view: str
    zone: ZoneInfo
    most: int = 50

    def enquiries(self) -> EnquiryQuerySet:
        mine = Q(owner=self.user) | Q(owner=None)
        return Enquiry.objects.live().filter(_whose(self.view, mine, Q(owner=None)))

    def promises(self) -> PromiseQuerySet:
        mine = Q(made_by=self.user) | Q(enquiry__owner=self.user)
        nobody = Q(enquiry__owner=None)
        return Promise.objects.open().filter(_whose(self.view, mine, nobody))


def _whose(view: str, mine: Q, nobodys: Q) -> Q:
    return {MINE: mine, UNASSIGNED: nobodys}.get(view, Q())


@dataclass(frozen=True)
class Group:
    """Everything due within the same time."""

    name: str
    total: int
    tasks: list[Task]

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")


class WorkList:
    """The list as a page shows it; nine queries, however long it is."""

    def __init__(self, looking: Looking) -> None:
        self.looking = looking
        self.days = Days(timezone.now(), looking.zone)

    @cached_property
    def tasks(self) -> list[Task]:
        """The soonest, at most as many as asked for."""
        most = self.looking.most
        steps = list(self.looking.enquiries().with_people().soonest_first()[:most])
        with_people = ("enquiry__course__current", "enquiry__person", "enquiry__owner", "made_by")
        owed = self.looking.promises().select_related(*with_people).soonest_first()[:most]
        promises = list(owed)
        reach = reach_of([*steps, *(promise.enquiry for promise in promises)])
        found = [
            Task(one, one.next_action_at, self.days, reach[one.pk])
            for one in steps
            if one.next_action_at
        ]
        found += [
            Task(one.enquiry, one.due_at, self.days, reach[one.enquiry_id], one) for one in promises
        ]
        return sorted(found, key=lambda task: (task.due, task.key))[:most]

    @cached_property
    def totals(self) -> dict[str, int]:
        """How much is due within each time, shown or not."""
        by_step = _counted(self.looking.enquiries(), "next_action_at", self.days)
        by_promise = _counted(self.looking.promises(), "due_at", self.days)
        return {name: by_step[name] + by_promise[name] for name in GROUPS}

    @property
    def groups(self) -> list[Group]:
        """Overdue, today, tomorrow, this week, later: those that hold something."""
        grouped = groupby(self.tasks, key=lambda task: task.group)
        return [Group(name, self.totals[name], list(tasks)) for name, tasks in grouped]

    @property
    def total(self) -> int:
        return sum(self.totals.values())

    @property
    def more(self) -> int:
        """How many there are beyond those shown."""
        return max(0, self.total - len(self.tasks))


def _counted(rows: "EnquiryQuerySet | PromiseQuerySet", field: str, days: Days) -> dict[str, int]:
    """How many rows fall into each group; one query."""
    counts, start = {}, None
    for name, end in days.ends.items():
        within = Q(**{f"{field}__lt": end}) if name != OVERDUE else Q(**{f"{field}__lte": end})
        if start is not None:
            after = "gt" if counts.keys() == {OVERDUE} else "gte"
            within &= Q(**{f"{field}__{after}": start})
        counts[name], start = Count("pk", filter=within), end
    counts[LATER] = Count("pk", filter=Q(**{f"{field}__gte": start}))
    names = {name: name.replace(" ", "_").lower() for name in counts}
    found = rows.order_by().aggregate(**{names[name]: count for name, count in counts.items()})
    return {name: found[alias] for name, alias in names.items()}
