"""Finished runs of one's classes, and a comment on each."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.debriefs import finding
from courses.debriefs.report import Report
from courses.debriefs.rubric import in_words
from courses.forms.debriefing import CommentForm
from courses.models import Debrief, SimulationRun
from courses.models.run import DebriefState
from courses.operations import debriefing, reflecting
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
@area("teaching")
def debriefs_taught(request: SignedInRequest) -> HttpResponse:
    """The newest finished runs of the people in this reader's classes."""
    runs = finding.newest_of_classes(request.user)
    return render(request, "simulations/debriefs_taught.html", {"runs": runs})


@never_cache
@require_http_methods(["GET", "POST"])
@area("teaching")
def debrief_taught(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """One debrief, with the comment; a run of somebody else's class is not found."""
    run = get_object_or_404(finding.of_classes(request.user), pk=pk)
    found = debriefing.open_for(run=run)
    form = CommentForm(request.POST if request.method == "POST" else None, initial=_said(found))
    if form.is_valid():
        try:
            reflecting.comment(
                debrief=found,
                by=request.user,
                text=form.cleaned_data["comment"],
                rubric=form.rubric,
            )
        except RuleBroken as rule:
            messages.warning(request, str(rule))
        else:
            messages.success(request, f"Kept, and sent to {run.user.short_name}.")
        return redirect("courses:debrief_taught", pk)
    status = 422 if request.method == "POST" else 200
    context = _context(request, run, found) | {"form": form}
    return render(request, "simulations/debrief_taught.html", context, status=status)


def _said(found: Debrief) -> dict[str, object]:
    """What was written before, to be changed."""
    return {"comment": found.comment} | {key: str(level) for key, level in found.rubric.items()}


def _context(request: SignedInRequest, run: SimulationRun, found: Debrief) -> dict[str, object]:
    ready = found.status == DebriefState.READY
    return {
        "run": run,
        "debrief": found,
        "report": Report(found.parts) if ready else None,
        "answer": in_words(debriefing.answer_to(found)) if debriefing.is_revealed(found) else None,
        "met_in": finding.courses_with(request.user, run.user),
    }
