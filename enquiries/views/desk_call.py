"""A call while it is typed, and its end."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from enquiries.forms.desk import DeskForm
from enquiries.models import Call, CallStatus, LostReason, Outcome
from enquiries.operations import calling
from enquiries.operations.closing import FieldMissing
from enquiries.views import desk
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

OF_OUTCOME = {Outcome.CALLBACK: "when", Outcome.NOT_INTERESTED: "lost_reason"}


@area("enquiries")
@require_POST
@never_cache
def desk_draft(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Keep what was typed so far, and say what we read in it."""
    call = desk.of_mine(request, public_id)
    typed = desk.draft_of(request)
    call = desk.keep_typed(request, call)
    if request.headers.get("Sec-Fetch-Mode") == "navigate":  # a page without scripts
        return redirect("enquiries:desk")
    if call.status == CallStatus.CLOSED:
        return HttpResponse(status=410)
    stale = request.POST.get("version", "") not in ("", str(call.draft_version))
    return render(request, "enquiries/_desk_live.html", desk.live(call, typed) | {"stale": stale})


@area("enquiries")
@require_GET
def desk_script(request: SignedInRequest) -> HttpResponse:
    """The line, the price and the dates for another reason or course."""
    context = desk.card(request.GET.get("reason", ""), request.GET.get("course", ""))
    return render(request, "enquiries/_desk_card.html", context)


@area("enquiries")
@require_http_methods(["GET", "POST"])
def desk_save(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Close the call with everything agreed, or say which field is missing."""
    if request.method != "POST":  # the address of a refusal, read again
        return redirect("enquiries:desk")
    call = desk.keep_typed(request, desk.of_mine(request, public_id))
    form = DeskForm(request.POST, call=call)
    if not form.is_valid():
        field = next(iter(form.errors))
        return _refused(request, form, str(field), str(form.errors[field][0]))
    try:
        call = calling.close_call(call=call, closing=form.closing(), by=request.user)
    except FieldMissing as gap:
        return _refused(request, form, gap.field, str(gap))
    except RuleBroken as rule:
        field = OF_OUTCOME.get(Outcome(form.cleaned_data["outcome"]), "outcome")
        return _refused(request, form, field, str(rule))
    messages.success(request, _saved(call))
    return redirect("enquiries:desk")


def _refused(request: SignedInRequest, form: DeskForm, field: str, problem: str) -> HttpResponse:
    """The page again, with the cursor in the field that is missing."""
    call = form.call
    context = desk.on_the_line(request, call, form, missing=field, problem=problem)
    return render(request, "enquiries/desk_call.html", context, status=422)


def _saved(call: Call) -> str:
    who = call.person.name if call.person else call.number_shown or "The anonymous call"
    saved = f"Saved. {who}: {call.get_outcome_display().lower()}."
    given_up = call.enquiry and call.enquiry.lost_reason == LostReason.SILENT
    return f"{saved} It is closed as lost and can be reopened." if given_up else saved
