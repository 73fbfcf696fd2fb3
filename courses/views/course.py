"""A course, its cohorts, and the programmes it belongs to, for anyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from courses.catalogue.meeting import same_clock
from courses.catalogue.programme_page import load_programme
from courses.models import Cohort
from courses.views import structured
from courses.views.course_body import course_body
from institute.accounts.requests import PublicRequest
from institute.visitor_pages import same_for_every_visitor


@login_not_required
@require_safe
@same_for_every_visitor
def course(request: PublicRequest, slug: str) -> HttpResponse:
    """What a course teaches, when it runs, who teaches it and what it costs."""
    body = course_body(request, slug)
    if body is None:
        raise Http404
    context = {"body": body.kept, "related": body.related, "section": "courses"}
    return render(request, "courses/course.html", context)


@login_not_required
@require_safe
@same_for_every_visitor
def cohort(request: PublicRequest, slug: str, pk: int) -> HttpResponse:
    """Every class of a cohort, on a page that prints."""
    found = get_object_or_404(
        Cohort.objects.public().select_related("version__course", "version__instructor"),
        pk=pk,
        version__course__slug=slug,
    )
    context = {
        "cohort": found,
        "version": found.version,
        "classes": list(found.sessions.order_by("during")),
        "both_clocks": not same_clock(found.starts_at, request.zone, found.zone),
        "section": "courses",
    }
    return render(request, "courses/cohort.html", context)


@login_not_required
@require_safe
def choose(request: PublicRequest, slug: str) -> HttpResponse:
    """Go on to enrol in the chosen cohort; back to the course when none was."""
    chosen = request.GET.get("cohort", "")[:18]
    if chosen.isascii() and chosen.isdigit():
        open_ones = Cohort.objects.upcoming().filter(version__course__slug=slug)
        if open_ones.filter(pk=int(chosen)).exists():
            return redirect("courses:enrol", slug, int(chosen))
    return redirect(reverse("courses:course", args=[slug]) + "#enrol")


@login_not_required
@require_safe
@same_for_every_visitor
def programme(request: PublicRequest, slug: str) -> HttpResponse:
    """A programme: what it asks for, in any order its courses allow, and its price."""
    page = load_programme(slug)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "json_ld": structured.programme(page.programme),
        "section": "courses",
    }
    return render(request, "courses/programme.html", context)
