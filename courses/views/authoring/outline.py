"""Courses one writes for, and how far their lessons are."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.forms.lessons import PaceForm
from courses.lessons import authoring
from courses.models import Pace
from courses.operations import authoring as operations
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest


@never_cache
@require_safe
@area("lessons")
def shelf(request: SignedInRequest) -> HttpResponse:
    """Every course one writes for."""
    return render(
        request, "courses/authoring/shelf.html", {"versions": authoring.shelf(request.user)}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def version(request: SignedInRequest, pk: int) -> HttpResponse:
    """The outline with the state of each page; POST sets the pace."""
    shown = get_object_or_404(authoring.versions_of(request.user), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = PaceForm(sent, initial={"pace": authoring.pace_of(shown)})
    if form.is_valid():
        operations.set_pace(version=shown, pace=Pace(form.cleaned_data["pace"]))
        messages.success(request, "The pace is set.")
        return redirect("courses:lessons_version", pk)
    parts = authoring.parts(shown)
    rows = [row for part in parts for row in part.rows]
    context = {
        "version": shown,
        "parts": parts,
        "form": form,
        "cohorts": shown.cohorts.visible_to(request.user).begun(),
        "total": len(rows),
        "live": sum(bool(row.page and row.page.published) for row in rows),
    }
    status = 422 if form.errors else 200
    return render(request, "courses/authoring/version.html", context, status=status)
