"""What a certification stands at, stood at, and what its holder still needs, by when."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from certification import cpd
from certification.models import (
    Certification,
    CertificationEvent,
    CycleStatus,
    RenewalCycle,
    Standing,
)
from certification.models.certification import HOLDS

OPENS = dt.timedelta(days=180)  # before the end


def today() -> dt.date:
    """The day at the Institute: periods begin and end by its clock."""
    return timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE))


def opens_on(certification: Certification) -> dt.date:
    """The first day on which it can be renewed."""
    return certification.until - OPENS


def ends_for_good(certification: Certification) -> dt.date:
    """The first day after grace."""
    return certification.until + dt.timedelta(days=certification.grace_days)


@dataclass(frozen=True)
class Bar:
    """One category as a page draws it, on a scale from 0 to 100."""

    line: cpd.Line
    most: float

    @property
    def counted(self) -> float:
        return self._share(self.line.counted)

    @property
    def over(self) -> float:
        """What lies beyond the cap, as far as the scale goes."""
        return self._share(self.line.done) - self.counted

    @property
    def least(self) -> float:
        return self._share(self.line.category.least)

    @property
    def cap(self) -> float:
        return self._share(self.line.category.most)

    def _share(self, hours: object) -> float:
        return round(min(100 * float(str(hours)) / self.most, 100.0), 1)


@dataclass(frozen=True)
class Outlook:
    """A holder's page in figures."""

    certification: Certification
    cycle: RenewalCycle | None
    account: cpd.Account

    @property
    def bars(self) -> list[Bar]:
        lines = self.account.lines
        most = max((float(max(x.category.most, x.done)) for x in lines), default=1.0)
        return [Bar(line, most or 1.0) for line in lines]

    @property
    def missing(self) -> str:
        return cpd.sentence(self.account)

    @property
    def opens_on(self) -> dt.date:
        return opens_on(self.certification)

    @property
    def last_day(self) -> dt.date:
        """The last day on which it can be renewed."""
        return ends_for_good(self.certification) - dt.timedelta(days=1)

    @property
    def is_open(self) -> bool:
        held = self.certification.status in HOLDS
        return held and self.opens_on <= today() <= self.last_day

    @property
    def can_renew(self) -> bool:
        running = self.cycle is not None and self.cycle.status == CycleStatus.OPEN
        return running and self.is_open and self.account.is_complete

    @property
    def can_claim(self) -> bool:
        held = (*HOLDS, Standing.SUSPENDED, Standing.EXPIRED)
        running = self.cycle is not None and self.cycle.status == CycleStatus.OPEN
        return running and self.certification.status in held


def outlook(certification: Certification) -> Outlook:
    """The running cycle, or the last one, with its hours: two queries."""
    cycle = certification.cycles.order_by("-number").first()
    if cycle is None:
        need = cpd.need_of(certification.scheme_version.cpd)
        return Outlook(certification, None, cpd.account(need, []))
    cycle.certification = certification
    return Outlook(certification, cycle, cycle.account())


def status_at(certification: Certification, moment: dt.datetime) -> str:
    """What it was worth at a moment, as its events say; empty before it was granted."""
    events = CertificationEvent.objects.filter(certification=certification, at__lte=moment)
    last = events.order_by("-pk").first()
    return last.after if last else ""
