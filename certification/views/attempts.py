"""Sitting an examination: the rules, the way in, breaks, the review and the end."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from certification import paper, sitting_clock
from certification.forms.sitting import LONGEST_TAB, StartForm
from certification.models import Attempt, Authorisation, SubmittedBy
from certification.operations import sections, starting, submitting
from certification.operations.instants import now
from certification.views.desk import address, exam_facts, first_open, own, state_of
from institute import prose
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.templatetags.moments import clock

WAITING_PAGES = {"paused": "attempt_paused", "break": "attempt_break"}


@never_cache
@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, pk: int) -> HttpResponse:
    """What to expect, the code of conduct, and the way in."""
    rights = Authorisation.objects.select_related("scheme_version__scheme", "candidate")
    right = get_object_or_404(rights, pk=pk, candidate=request.user)
    form = StartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            key = f"{right.pk}:{form.cleaned_data['form_token']}"
            return redirect(starting.start(right=right, key=key))
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
            return _rules(request, right, form, status=409)
    return _rules(request, right, form, status=422 if form.is_bound else 200)


def _rules(
    request: SignedInRequest, right: Authorisation, form: StartForm, *, status: int
) -> HttpResponse:
    terms, moment = starting.terms_of(request.user), now()
    running = Attempt.objects.of(request.user).running().first()
    lengths = sorted(starting.lengths(right))
    context = {
        "right": right,
        "form": form,
        "running": running,
        "terms": terms,
        "lengths": [sitting_clock.limit(each, terms.factor) // 60 for each in lengths],
        "closes": starting.closes_at(right, terms),
        "left": max(right.attempts_allowed - right.attempts.count(), 0),
        "in_the_way": "" if running else starting.what_stops(right, moment, terms),
        "conduct": prose.rendered(right.scheme_version.conduct),
    }
    return render(request, "certification/attempt_start.html", context, status=status)


@never_cache
@require_GET
def attempt(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where the attempt stands: the next question, a break, a pause, or the end."""
    mine = own(request.user, public_id)
    state = state_of(mine)
    if state == "running":
        return address(request, mine, first_open(mine))
    if state == "over":
        mine = submitting.submit_if_over(mine)
        done = paper.state(mine)
        context = {"attempt": mine, "now": done, "by_clock": mine.submitted_by == SubmittedBy.CLOCK}
        return render(request, "certification/attempt_over.html", context)
    context = exam_facts(mine, paper.state(mine)) | {"state": state}
    return render(request, f"certification/{WAITING_PAGES[state]}.html", context)


@never_cache
@require_GET
def review(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Every question of the open section with its state, before it is left or handed in."""
    mine = own(request.user, public_id)
    if state_of(mine) != "running":
        return redirect(mine)
    done = paper.state(mine)
    context = exam_facts(mine, done)
    here = [one for one in done.marks if one.section == mine.section]
    titles = {
        one.position: paper.content(one.version, one.checksum).title
        for one in paper.places(str(public_id), mine.candidate_id)
        if one.section == mine.section
    }
    context |= {
        "here": [(one, titles[one.position]) for one in here],
        "empty": sum(not one.answered for one in here),
        "flagged": sum(one.flagged for one in here),
        "breaks": mine.form.sections.get(position=mine.section).break_minutes,
    }
    return render(request, "certification/exam_review.html", context)


@never_cache
@require_POST
def submit(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Hand in. Sending it twice is once."""
    mine = own(request.user, public_id)
    by_clock = mine.clock.is_over(mine.moment)
    how = SubmittedBy.CLOCK if by_clock else SubmittedBy.CANDIDATE
    submitting.submit(attempt=mine, how=how, by=None if by_clock else request.user)
    return redirect(mine)


@never_cache
@require_POST
def leave_section(request: SignedInRequest, public_id: uuid.UUID, section: int) -> HttpResponse:
    """Lock this section and go on to the next."""
    mine = own(request.user, public_id)
    try:
        sections.leave_section(attempt=mine, section=section)
    except RuleBroken as rule:
        messages.error(request, str(rule))
    return redirect(mine)


@never_cache
@require_POST
def take_break(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """A break from one's own minutes."""
    mine = own(request.user, public_id)
    try:
        sections.take_break(attempt=mine)
    except RuleBroken as rule:
        messages.error(request, str(rule))
    return redirect(mine)


@never_cache
@require_POST
def end_break(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Back at the desk."""
    mine = own(request.user, public_id)
    sections.end_break(attempt=mine)
    return redirect(mine)


@never_cache
@require_GET
def exam_clock(request: SignedInRequest, public_id: uuid.UUID) -> JsonResponse:
    """What the page asks every quarter of a minute: time left, and whether this tab writes."""
    mine = own(request.user, public_id)
    tab = request.GET.get("tab", "")
    holder = "mine" if mine.tab == tab else "other"
    return JsonResponse(
        {
            "left": mine.clock.left(mine.moment),
            "ends": clock(mine.deadline_at, request.zone),
            "deadline": mine.deadline_at.isoformat(),
            "state": state_of(mine),
            "section": mine.section,
            "tab": holder if mine.tab else "free",
        }
    )


@never_cache
@require_POST
def take_tab(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """This tab writes from now on; one that only opens does not push another out."""
    mine = own(request.user, public_id)
    tab = request.POST.get("tab", "").replace("\0", "")[:LONGEST_TAB]
    act = sections.take_tab if request.POST.get("over") else sections.claim_tab
    act(attempt=mine, tab=tab)
    return HttpResponse(status=204)
