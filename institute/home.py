"""The front page: what the Institute promises, with the dates and seats of today."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from courses.catalogue.cards import classes_of_first_week
from courses.catalogue.course_page import Choice, choices, syllabus
from courses.catalogue.plan import plan_of
from courses.models import Cohort, Course, Module
from courses.models.course import Lane
from courses.views import structured
from institute.accounts.requests import PublicRequest
from institute.figures.plans import Plan
from institute.visitor_pages import same_for_every_visitor

SOON = 5


@dataclass(frozen=True)
class Core:
    """The course the front page is built around, with its plan and its next cohort."""

    course: Course
    modules: list[Module]
    plan: Plan | None
    next_cohort: Choice | None


@login_not_required
@require_safe
@same_for_every_visitor
def home(request: PublicRequest) -> HttpResponse:
    context = {
        "core": core_program(request.zone),
        "soon": starting_soon(request.zone),
        "json_ld": structured.institute(),
    }
    return render(request, "home.html", context)


def core_program(zone: ZoneInfo) -> Core | None:
    """The longest published course that leads to certification."""
    leading = Course.objects.published().filter(current__lane=Lane.CERT).select_related("current")
    course = leading.order_by("-current__weeks", "pk").first()
    if course is None or course.current is None:
        return None
    modules = syllabus(course.current)
    ahead = [choice for choice in choices(course, zone) if choice.cohort.starts_at > timezone.now()]
    free = (choice for choice in ahead if not choice.cohort.is_full)
    next_cohort = next(free, None) or next(iter(ahead), None)
    return Core(course, modules, plan_of(course.current.title, modules), next_cohort)


def starting_soon(zone: ZoneInfo) -> list[Choice]:
    """The next cohort of each of the courses that begin soonest."""
    first_of_each = (
        Cohort.objects.upcoming()
        .filter(starts_at__gt=timezone.now())
        .order_by("version__course_id", "starts_at")
        .distinct("version__course_id")
    )
    soonest = (
        Cohort.objects.filter(pk__in=first_of_each.values("pk"))
        .with_course()
        .annotate(first_classes=classes_of_first_week())
        .order_by("starts_at", "pk")
    )
    return [Choice(cohort, zone) for cohort in soonest[:SOON]]
