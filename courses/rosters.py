"""The people of a cohort as the staff read them, and as a file for a spreadsheet."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from django.db.models import Count

from courses import journeys
from courses.models import (
    Attendance,
    Cohort,
    Enrolment,
    Invoice,
    Status,
    WaitlistEntry,
)
from courses.wording import when

# A spreadsheet runs a cell that begins like this as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"
WHO = ("Name", "Legal name", "Email", "Status", "Reserved")
ENOUGH = 70  # percent of the classes with a register
MONEY = ("Paid by", "Invoice", "Total", "Received", "Owed", "Held until")


@dataclass(frozen=True)
class Line:
    """A person with a place, or one they had; the invoice stands with the place it began with."""

    place: Enrolment
    invoice: Invoice | None

    @property
    def paid(self) -> int:
        """What was received, in cents, less what went back."""
        return self.invoice.paid if self.invoice else 0

    @property
    def owed(self) -> int:
        """What is still to be paid, in cents; for a place that moved it is owed where it went."""
        if self.place.status == Status.TRANSFERRED:
            return 0
        return journeys.owed_on(self.invoice, self.paid)

    @property
    def look(self) -> str:
        """The shape the status is drawn with."""
        return journeys.look(self.place.status)


def lines(cohort: Cohort) -> list[Line]:
    """Everybody, those with a place first, then by name; two queries."""
    places = list(cohort.enrolments.select_related("student"))
    invoices = Invoice.objects.paying_for(places)
    found = [Line(place, invoices.get(place.pk)) for place in places]
    return sorted(found, key=lambda line: (not line.place.holds_a_place, line.place.student.name))


def line_of(place: Enrolment) -> Line:
    """One person's line; one query."""
    return Line(place, Invoice.objects.paying_for([place]).get(place.pk))


@dataclass(frozen=True)
class Finish:
    """A student at the end of a course: the classes they came to, of those with a register."""

    place: Enrolment
    came: int
    marked: int

    @property
    def earned(self) -> bool:
        """Present or late often enough to have completed the course."""
        return self.marked > 0 and 100 * self.came >= ENOUGH * self.marked

    @property
    def done(self) -> bool:
        """Written down as completed already."""
        return self.place.status == Status.COMPLETED


def finishing(cohort: Cohort) -> list[Finish]:
    """Everybody with a sure place and how often they came; two queries."""
    marked = Attendance.objects.filter(session__cohort=cohort)
    registers = marked.aggregate(kept=Count("session", distinct=True))["kept"]
    sure = cohort.enrolments.filter(status__in=[Status.CONFIRMED, Status.COMPLETED])
    places = sure.select_related("student").with_attendance()
    return [
        Finish(place, place.came, registers)
        for place in places.order_by("student__display_name", "pk")
    ]


def in_line(cohort: Cohort) -> list[WaitlistEntry]:
    """Who waits or has an offer, first come first; one query."""
    return list(cohort.waitlist.live().select_related("student"))


def as_csv(cohort: Cohort, *, with_money: bool) -> str:
    """The roster for a spreadsheet; money only for those who handle it."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(WHO + MONEY if with_money else WHO)
    for line in lines(cohort):
        cells = [*_who(line), *_money(line)] if with_money else _who(line)
        writer.writerow([harmless(cell) for cell in cells])
    return BYTE_ORDER_MARK + file.getvalue()


def harmless(cell: str) -> str:
    """The cell as text, whatever somebody called themselves."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _who(line: Line) -> Iterator[str]:
    place = line.place
    yield place.student.name
    yield place.student.legal_name
    yield place.student.email
    yield place.get_status_display()
    yield f"{place.created_at:%Y-%m-%d}"


def _money(line: Line) -> Iterator[str]:
    place, invoice = line.place, line.invoice
    yield place.sponsor or (invoice.bill_to if invoice else place.get_funding_display())
    yield invoice.number if invoice else ""
    yield _dollars(invoice.total_cents if invoice else 0)
    yield _dollars(line.paid)
    yield _dollars(line.owed)
    yield when(place.hold_expires_at, place.cohort.zone)


def _dollars(cents: int) -> str:
    return f"{cents / 100:.2f}"
