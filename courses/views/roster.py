"""Cohorts as the staff see them: who is in, who waits, who has paid, a word to everybody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import journeys, rosters
from courses.forms import MessageForm, SponsorForm
from courses.models import Cohort, CohortState, Session
from courses.operations.cohorts import write_to_everyone
from courses.permissions import (
    can_cancel_cohort,
    can_complete,
    can_mark_attendance,
    can_move_class,
    can_plan_cohorts,
    can_record_payment,
)
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter

STAGES: dict[str, tuple[CohortState, ...]] = {
    "upcoming": (CohortState.PLANNED, CohortState.OPEN),
    "running": (CohortState.RUNNING,),
    "past": (CohortState.COMPLETED, CohortState.CANCELLED),
}
ON_A_PAGE = 50
CLASSES_AHEAD = 12


def cohort_for(request: SignedInRequest, pk: int) -> Cohort:
    """A cohort this member of staff looks after; others do not exist for them."""
    return get_object_or_404(Cohort.objects.visible_to(request.user).with_course(), pk=pk)


@never_cache
@require_safe
@area("cohort rosters")
def cohorts_staff(request: SignedInRequest) -> HttpResponse:
    """Every cohort with its seats, its line and what is unpaid; one query a page."""
    stage = request.GET.get("when", "")
    stage = stage if stage in STAGES else "upcoming"
    found = Cohort.objects.visible_to(request.user).standing(*STAGES[stage])
    order = "-starts_at" if stage == "past" else "starts_at"
    pages = Paginator(found.with_course().with_counts().order_by(order, "pk"), ON_A_PAGE)
    context = {
        "stage": stage,
        "stages": STAGES,
        "page": pages.get_page(request.GET.get("page")),
        "money": can_record_payment(request.user),
        "plans": can_plan_cohorts(request.user),
    }
    return render(request, "courses/roster_cohorts.html", context)


@never_cache
@require_safe
@area("cohort rosters")
def cohort_roster(request: SignedInRequest, pk: int) -> HttpResponse:
    """The roster of one cohort."""
    cohort = cohort_for(request, pk)
    return render(request, "courses/roster.html", roster_context(request, cohort))


def roster_context(request: SignedInRequest, cohort: Cohort) -> dict[str, object]:
    """What the roster page shows; the same number of queries however many people there are."""
    lines = rosters.lines(cohort)
    money = can_record_payment(request.user)
    marks = can_mark_attendance(request.user, cohort)
    over = cohort.ends_at <= timezone.now()
    classes = cohort.sessions.filter(cancelled=False)
    return {
        "cohort": cohort,
        "lines": lines,
        "in_line": rosters.in_line(cohort),
        "classes": [(one, can_move_class(request.user, one)) for one in classes],
        "now": timezone.now(),
        "owed": sum(line.owed for line in lines),
        "money": money,
        "marks": marks,
        "writes_lessons": may_enter("lessons", request.user.roles),
        "completes": over and can_complete(request.user, cohort),
        "may_cancel": can_cancel_cohort(request.user, cohort),
        "sponsor_form": SponsorForm() if money else None,
    }


@never_cache
@require_safe
@area("cohort rosters")
def roster_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    """The roster for a spreadsheet."""
    cohort = cohort_for(request, pk)
    text = rosters.as_csv(cohort, with_money=can_record_payment(request.user))
    name = f"roster-{cohort.version.course.slug}-{cohort.local_start:%Y-%m-%d}.csv"
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@never_cache
@require_http_methods(["GET", "POST"])
@area("cohort rosters")
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write to everybody with a place; the same form sent twice writes once."""
    cohort = cohort_for(request, pk)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        written = write_to_everyone(
            cohort=cohort,
            subject=given["subject"],
            text=given["text"],
            by=request.user,
            token=given["form_token"],
        )
        messages.success(request, _written(written))
        return redirect("courses:cohort_roster", pk)
    people = [line.place for line in rosters.lines(cohort)]
    context = {
        "cohort": cohort,
        "form": form,
        "reserved": sum(place.status == "reserved" for place in people),
        "confirmed": sum(place.status == "confirmed" for place in people),
    }
    return render(
        request, "courses/roster_message.html", context, status=422 if form.errors else 200
    )


def _written(letters: int) -> str:
    if not letters:
        return "This message is on its way already. Nobody gets it twice."
    return "1 letter is on its way." if letters == 1 else f"{letters} letters are on their way."


@never_cache
@require_safe
@area("teaching")
def teaching(request: SignedInRequest) -> HttpResponse:
    """An instructor's own day: the next classes, and the cohorts they teach."""
    ahead = Session.objects.taught_by(request.user).since(timezone.now()).with_course()
    classes = [(one, journeys.door_is_open(one)) for one in ahead[:CLASSES_AHEAD]]
    mine = Cohort.objects.filter(pk__in=request.user.sessions_taught.values("cohort"))
    going = mine.standing(*STAGES["upcoming"], *STAGES["running"])
    context = {"classes": classes, "cohorts": going.with_course().with_counts()}
    return render(request, "courses/teaching.html", context)
