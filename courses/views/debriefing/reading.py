"""The debrief of one's own run: two questions first, then how far it is, then the report."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.debriefs import finding
from courses.debriefs.following import following
from courses.debriefs.report import Report
from courses.debriefs.rubric import in_words, levels
from courses.debriefs.waiting import how_it_ended, progress
from courses.documents.debriefs import debrief_pdf as printed
from courses.forms.debriefing import GuessForm, ResolveForm
from courses.models import Debrief, SimulationRun
from courses.operations import debriefing
from courses.views.simulating.runs import own
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
def debrief(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """Whatever the learner may see of it now; an unfinished run leads back to its desk."""
    run = own(request.user, pk)
    try:
        found = debriefing.open_for(run=run)
    except RuleBroken as rule:
        messages.info(request, str(rule))
        return redirect("courses:run", pk)
    if not found.guess:
        return guess_page(request, run, GuessForm(run=run))
    if not debriefing.is_revealed(found):
        return _waiting(request, run, found)
    if request.htmx and request.htmx.target == "progress":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return report_page(request, run, found, ResolveForm(initial={"resolve": found.resolve}))


def guess_page(
    request: SignedInRequest, run: SimulationRun, form: GuessForm, status: int = 200
) -> HttpResponse:
    """The two questions that come before anything is shown."""
    context = {"run": run, "form": form, "ended": how_it_ended(run)}
    return render(request, "simulations/debrief_guess.html", context, status=status)


def _waiting(request: SignedInRequest, run: SimulationRun, found: Debrief) -> HttpResponse:
    context = {"run": run, "progress": progress(found), "never": debriefing.why_stopped(found)}
    is_part = request.htmx and request.htmx.target == "progress"
    name = "_debrief_progress" if is_part else "debrief_wait"
    return render(request, f"simulations/{name}.html", context)


def report_page(
    request: SignedInRequest,
    run: SimulationRun,
    found: Debrief,
    form: ResolveForm,
    status: int = 200,
) -> HttpResponse:
    """The whole report, with what only its learner does with it."""
    context = {
        "run": run,
        "debrief": found,
        "report": Report(found.parts),
        "answer": in_words(debriefing.answer_to(found)),
        "next_steps": following(found.parts["plan"], request.user),
        "comment_levels": levels(found),
        "proof": debriefing.proof_of(found),
        "form": form,
        "leads": run.user_id == request.user.pk,
        "set_out": finding.set_out(run),
        "teachers": finding.teachers_of(run.user),
    }
    return render(request, "simulations/debrief.html", context, status=status)


@never_cache
@require_safe
def debrief_pdf(request: SignedInRequest, pk: uuid.UUID) -> HttpResponse:
    """The report on paper, for whoever played it."""
    run = own(request.user, pk)
    found = Debrief.objects.filter(run=run).first()
    if found is None or not debriefing.is_revealed(found):
        raise Http404("The debrief has not been read yet.")
    return as_file(found, with_comment=True)


def as_file(found: Debrief, *, with_comment: bool = False) -> HttpResponse:
    """The PDF, under a name that says what it is."""
    content = printed(found, debriefing.answer_to(found), with_comment=with_comment)
    slug = found.run.version.scenario.slug
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="debrief-{slug}.pdf"'},
    )
