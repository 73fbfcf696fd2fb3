"""The register of a class."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.models import Cohort, Enrolment, Mark, Session, Status
from courses.operations.cohorts import mark_attendance
from courses.permissions import can_mark_attendance
from courses.views.roster import cohort_for
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@dataclass(frozen=True)
class Row:
    """A student's line: what the register says of them so far."""

    place: Enrolment
    mark: str

    @property
    def field(self) -> str:
        """The name of the line's radios."""
        return f"mark-{self.place.pk}"


@never_cache
@require_http_methods(["GET", "POST"])
@area("cohort rosters")
def attendance(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """Who was there; sent again it overwrites, and who has no mark keeps none."""
    cohort = cohort_for(request, pk)
    if not can_mark_attendance(request.user, cohort):
        raise PermissionDenied("The register is kept by whoever teaches the class.")
    session = get_object_or_404(cohort.sessions.select_related("instructor"), number=number)
    rows = _rows(cohort, session)
    if request.method == "POST" and _marked(request, session, rows):
        return redirect("courses:attendance", pk, number)
    context = {
        "cohort": cohort,
        "session": session,
        "rows": rows,
        "marks": Mark.choices,
        "open": session.starts_at <= timezone.now(),
        "classes": cohort.sessions.filter(cancelled=False),
    }
    return render(request, "courses/roster_attendance.html", context)


def _marked(request: SignedInRequest, session: Session, rows: list[Row]) -> bool:
    sent = {row.place.pk: request.POST.get(row.field, "") for row in rows}
    marks = {pk: mark for pk, mark in sent.items() if mark in Mark.values}
    try:
        mark_attendance(session=session, marks=marks, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return False
    saved = f"{timezone.localtime():%H:%M:%S}"
    messages.success(request, f"Saved {saved}: {len(marks)} marked.")
    return True


def _rows(cohort: Cohort, session: Session) -> list[Row]:
    known = dict(session.attendance.values_list("enrolment", "mark"))
    expected = cohort.enrolments.filter(status__in=[Status.CONFIRMED, Status.COMPLETED])
    places = expected.select_related("student").order_by("student__display_name", "pk")
    return [Row(place, known.get(place.pk, "")) for place in places]
