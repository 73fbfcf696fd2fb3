"""A new cohort: the plan, its dates to look at, then open for enrolment."""

import datetime as dt
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from courses.forms import PlanForm
from courses.models import Cohort, Session
from courses.operations.cohorts import announce_cohort, class_titles
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@dataclass(frozen=True)
class Planned:
    """A class as it would be, and the class the instructor teaches at that time already."""

    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    clash: Session | None


@never_cache
@require_http_methods(["GET", "POST"])
@area("cohort plans")
def plan_cohort(request: SignedInRequest) -> HttpResponse:
    """Look at the dates before anybody else does, then open the cohort."""
    form = PlanForm(request.POST if request.method == "POST" else None)
    act = request.POST.get("act", "")
    if act == "open" and form.is_valid():
        cohort = _opened(request, form)
        if cohort:
            return redirect("courses:cohort_roster", cohort.pk)
    if act in {"look", "open"} and form.is_valid():
        return render(request, "courses/roster_plan_dates.html", _preview(form))
    return render(
        request, "courses/roster_plan.html", {"form": form}, status=422 if form.errors else 200
    )


def _opened(request: SignedInRequest, form: PlanForm) -> Cohort | None:
    instructor = form.cleaned_data["instructor"]
    try:
        cohort = announce_cohort(version=form.version, plan=form.plan, instructor=instructor)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return None
    messages.success(request, f"{cohort.version.title} is open for enrolment.")
    return cohort


def _preview(form: PlanForm) -> dict[str, object]:
    plan, version = form.plan, form.version
    classes = planned_classes(form)
    price = version.price_cents if plan.price_cents is None else plan.price_cents
    return {
        "form": form,
        "version": version,
        "plan": plan,
        "price": price,
        "instructor": form.cleaned_data["instructor"],
        "classes": classes,
        "clashes": sum(one.clash is not None for one in classes),
    }


def planned_classes(form: PlanForm) -> list[Planned]:
    """The classes of the plan, with what stands in their way; two queries."""
    times = form.plan.times
    taught = Session.objects.taught_by(form.cleaned_data["instructor"])
    busy = list(taught.overlapping(times[0][0], times[-1][1]).with_course())
    titles = class_titles(form.version, len(times))
    return [
        Planned(title, start, end, _in_the_way(busy, start, end))
        for title, (start, end) in zip(titles, times, strict=True)
    ]


def _in_the_way(busy: list[Session], start: dt.datetime, end: dt.datetime) -> Session | None:
    return next((one for one in busy if one.starts_at < end and start < one.ends_at), None)
