"""Writing a call down afterwards, on a telephone."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enquiries import lookup
from enquiries.contact_points import read_phone, shown
from enquiries.forms.logging import AGO, LATER, OUTCOMES, LogForm, takers
from enquiries.histories import standing
from enquiries.models import Call, CallDirection, LostReason, Person
from enquiries.operations.closing import FieldMissing
from enquiries.operations.logging import log_call
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

LONGEST = 200


@area("enquiries")
@require_http_methods(["GET", "POST"])
@never_cache
def desk_log(request: SignedInRequest) -> HttpResponse:
    """Find who it was, and write the call down in one go."""
    caller = _caller(request.POST.get("person") or request.GET.get("person", ""))
    if request.method != "POST":
        return _look(request, caller)
    form = LogForm(request.POST, caller=caller)
    if form.is_valid():
        try:
            call = log_call(logged=form.logged(), by=request.user)
        except FieldMissing as gap:
            form.add_error(gap.field if gap.field in form.fields else None, str(gap))
        except RuleBroken as rule:
            form.add_error(None, str(rule))
        else:
            messages.success(request, _saved(call))
            return redirect("enquiries:desk_log")
    return render(request, "enquiries/desk_log.html", _context(request, form, caller), status=422)


def _look(request: SignedInRequest, caller: Person | None) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    context: dict[str, object] = {
        "typed": typed,
        "hits": lookup.find(typed, staff=request.user) if typed else [],
    }
    if request.htmx:
        return render(request, "enquiries/_log_hits.html", context)
    number = read_phone(typed) if typed else ""
    known = {"number": shown(number) if number else "", "token": uuid4(), "ago": "0"}
    form = LogForm(initial=known | {"direction": CallDirection.IN}, caller=caller)
    context |= _context(request, form, caller)
    return render(request, "enquiries/desk_log.html", context)


def _context(request: SignedInRequest, form: LogForm, caller: Person | None) -> dict[str, object]:
    return {
        "form": form,
        "caller": caller,
        "slip": lookup.slip_of(caller) if caller else None,
        "directions": CallDirection.choices,
        "ago": AGO,
        "outcomes": OUTCOMES,
        "later": LATER,
        "lost_reasons": LostReason.choices,
        "takers": takers(request.user),
        "now": timezone.localtime(),
    }


def _caller(public_id: str) -> Person | None:
    try:
        found = Person.objects.with_points().filter(public_id=UUID(public_id)).first()
    except ValueError:
        return None
    return standing(found) if found else None


def _saved(call: Call) -> str:
    who = call.person.name if call.person else call.number_shown or "The anonymous call"
    return f"Logged. {who}: {call.get_outcome_display().lower()}."
