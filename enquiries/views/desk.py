"""The phone desk: the call on the line, what is parked, what is due."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from enquiries import calling_rules, hours, readback, scripts, when
from enquiries.forms.desk import BY, DeskForm, Read, owners, promises_in, zone_of
from enquiries.lookup import slip_of
from enquiries.models import (
    Call,
    CallDirection,
    CallStatus,
    Enquiry,
    LostReason,
    NextAction,
    Outcome,
    Reason,
)
from enquiries.operations import calling, trying
from enquiries.outcomes import ENDINGS, Moment, next_step
from enquiries.worklists import desk as lists
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

HINTS = {
    "enrolled": "Checklist",
    "follow_up": "In 2 days",
    "callback": "Alt+B",
    "info_sent": "In a day",
    "not_interested": "Say why",
    "transferred": "Within 1 h",
    "no_answer": "Try again",
}


@area("enquiries")
@require_GET
@never_cache
def desk(request: SignedInRequest) -> HttpResponse:
    """The call on the line, else what to do next."""
    mine = Call.objects.of_staff(request.user).select_related("person", "enquiry")
    call = mine.filter(status=CallStatus.OPEN).first()
    if call is None:
        return render(request, "enquiries/desk.html", waiting(request))
    form = DeskForm(call.draft, call=call)
    return render(request, "enquiries/desk_call.html", on_the_line(request, call, form))


@area("enquiries")
@require_POST
def desk_start(request: SignedInRequest) -> HttpResponse:
    """Put a call on the line: theirs, or ours about an enquiry."""
    enquiry = _enquiry(request.POST.get("enquiry", ""))
    number = request.POST.get("number", "")[:40]
    try:
        if enquiry and request.POST.get("direction") == CallDirection.OUT:
            calling.call_out(staff=request.user, enquiry=enquiry)
        else:
            calling.open_call(staff=request.user, number=number, enquiry=enquiry)
    except RuleBroken as rule:
        messages.error(request, str(rule))
    return redirect("enquiries:desk")


@area("enquiries")
@require_POST
def desk_park(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Set the call aside, with what was typed."""
    call = of_mine(request, public_id)
    keep_typed(request, call)
    calling.park(call=call, staff=request.user)
    return redirect("enquiries:desk")


@area("enquiries")
@require_POST
def desk_resume(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a parked call up again."""
    calling.resume(call=of_mine(request, public_id), staff=request.user)
    return redirect("enquiries:desk")


@area("enquiries")
@require_POST
def desk_hang_up(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """They are gone; the outcome is still to be said."""
    call = of_mine(request, public_id)
    keep_typed(request, call)
    call = calling.hang_up(call=call, staff=request.user)
    if request.htmx:
        return render(request, "enquiries/_desk_callbar.html", {"call": call, **clocks(call)})
    return redirect("enquiries:desk")


@area("enquiries")
@require_POST
def desk_stop(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """They asked us to stop: at once, whatever happens to the rest of the form."""
    call = of_mine(request, public_id)
    keep_typed(request, call)
    try:
        calling.stop_contact(call=call, staff=request.user)
        words, stopped = "No call and no offer leaves us for them from this moment.", True
    except RuleBroken as rule:
        words, stopped = str(rule), False
    if request.htmx:
        return render(request, "enquiries/_desk_stopped.html", {"words": words, "done": stopped})
    messages.add_message(request, messages.SUCCESS if stopped else messages.ERROR, words)
    return redirect("enquiries:desk")


def of_mine(request: SignedInRequest, public_id: UUID) -> Call:
    """A call this person holds; of another's it says that there is none."""
    mine = Call.objects.of_staff(request.user).select_related("person", "enquiry")
    return get_object_or_404(mine, public_id=public_id)


def keep_typed(request: SignedInRequest, call: Call) -> Call:
    """Keep what the form carries; buttons that do something else never lose it."""
    typed = draft_of(request)
    if not typed:
        return call
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
    return calling.save_draft(call=call, staff=request.user, draft=typed, version=number)


def draft_of(request: SignedInRequest) -> dict[str, Any]:
    """Every field of the form as it arrived, without the null characters JSON cannot keep."""
    sent = {name: request.POST[name] for name in DeskForm.base_fields if name in request.POST}
    plain: dict[str, Any] = {name: str(words).replace("\0", "") for name, words in sent.items()}
    if "kept" in plain:
        plain["kept"] = request.POST.getlist("kept")
    return plain


def waiting(request: SignedInRequest) -> dict[str, Any]:
    """The page between two calls."""
    due = lists.due_now(request.user, request.zone)
    promises = [each for each in due if each.task.promise]
    return {
        "parked": lists.unfinished(request.user),
        "due": due,
        "first": promises[0] if promises else (due[0] if due else None),
    }


def on_the_line(
    request: SignedInRequest, call: Call, form: DeskForm, *, missing: str = "", problem: str = ""
) -> dict[str, Any]:
    """Everything the page of a call shows."""
    draft = {name: form[name].value() or "" for name in form.fields}
    said = scripts.lines(consent=call.script_version)
    lines = {key.removeprefix("desk-"): line for key, line in said.items()}
    ours = call.direction == CallDirection.OUT
    return {
        "call": call,
        "draft": draft,
        "missing": missing,
        "problem": problem,
        "slip": slip_of(call.person) if call.person else None,
        "parked": lists.unfinished(request.user),
        "owed": lists.owed(lists.due_now(request.user, request.zone)),
        "outcomes": _outcomes(ours=ours),
        "reasons": [(str(n), *each) for n, each in enumerate(Reason.choices, 1)],
        "lost_reasons": [(str(n), *each) for n, each in enumerate(LostReason.choices, 1)],
        "owners": owners(request.user),
        "by": BY,
        "courses": lists.courses_to_choose(),
        "open_promises": form.open_promises,
        "kept": [str(key) for key in draft["kept"] or []],
        "opening": (lines["calling"] if ours else lines["open"]).said(name=request.user.name),
        "lines": lines,
        **live(call, draft),
        **card(draft["reason"], draft["course"]),
        **clocks(call),
    }


def live(call: Call, draft: dict[str, Any]) -> dict[str, Any]:
    """What the server reads out of the words typed so far."""
    zone = zone_of(call.person, str(draft.get("number") or call.number))
    promises = promises_in(str(draft.get("notes", "")), zone)
    return {
        "call": call,
        "zone": zone,
        "here": hours.ZONE,
        "promised": promises,
        "said": _said(promises, zone),
        "also_on": lists.also_on(call),
        "close": scripts.last_words(by_email=_reachable(call, draft)),
        "saved_at": call.seen_at if call.draft_version else None,
        **_when(call, draft, zone),
        **_read_back(str(draft.get("email", ""))),
    }


def _reachable(call: Call, draft: dict[str, Any]) -> bool:
    sources = (call.person, call.enquiry)
    return bool(draft.get("email")) or any(one.email for one in sources if one)


def card(reason: str, course: str) -> dict[str, Any]:
    """The line, the price and the dates for what they call about."""
    lines = scripts.lines()
    line = lines.get(f"desk-{reason}")
    return {"reason": reason, "reason_line": line, "card": lists.card_of(reason, course)}


def clocks(call: Call) -> dict[str, Any]:
    """What the timer counts from, on the server's clock."""
    return {"now": timezone.now(), "since": call.ended_at or call.started_at}


def _said(promises: list[Read], zone: ZoneInfo) -> str:
    """The last promise as it is said aloud."""
    made = next((each for each in reversed(promises) if each.at and each.text), None)
    if made is None or made.at is None:
        return ""
    there, here = made.at.astimezone(zone), made.at.astimezone(hours.ZONE)
    line = scripts.lines()["desk-promise"]
    return line.said(promise=made.text, time=f"{there:%A %H:%M}", here=f"{here:%H:%M}")


def _when(call: Call, draft: dict[str, Any], zone: ZoneInfo) -> dict[str, Any]:
    """The time as typed, else as the outcome leads to it."""
    outcome, typed = str(draft.get("outcome", "")), str(draft.get("when", "")).strip()
    if outcome not in ENDINGS or not ENDINGS[outcome].stays_open:
        return {"when_at": None, "when_unread": ""}
    now = timezone.now()
    if typed:
        at = when.read(typed, now=now, zone=zone)
        return {
            "when_at": at,
            "when_unread": "" if at else typed,
            "when_unlawful": _unlawful(at, draft, zone) if at else "",
        }
    return _by_default(call, outcome, zone) | {"when_unread": "", "when_is_default": True}


def _by_default(call: Call, outcome: str, zone: ZoneInfo) -> dict[str, Any]:
    """Where the outcome leads; after four calls in vain it proposes to give up."""
    unanswered = outcome == Outcome.NO_ANSWER
    if unanswered and call.enquiry:
        moment = trying.moment_of(call.enquiry, zone, more=1)
    else:
        moment = Moment(timezone.now(), zone)
    step = next_step(outcome, moment)
    return {
        "when_at": step.at if step else None,
        "when_in_writing": unanswered and step and step.action == NextAction.WRITE,
        "when_given_up": unanswered and step is None,
    }


def _unlawful(at: datetime, draft: dict[str, Any], zone: ZoneInfo) -> str:
    """Why nobody may be called then; empty for a lawful hour and for anything but a call."""
    outcome, action = str(draft.get("outcome", "")), str(draft.get("action", ""))
    calls = ENDINGS[outcome].action == NextAction.CALL
    if outcome == Outcome.FOLLOW_UP and action:
        calls = action == NextAction.CALL
    if not calls or calling_rules.is_calling_time(at, zone):
        return ""
    lawful = calling_rules.next_calling_time(at, zone).astimezone(zone)
    return f"No calls at that hour. The nearest lawful time is {lawful:%a %-d %b, %H:%M}."


def _read_back(email: str) -> dict[str, Any]:

    typed = email.strip()
    return {
        "spelled": readback.spelled(typed) if "@" in typed else [],
        "corrected": readback.corrected(typed) if typed else "",
    }


def _outcomes(*, ours: bool) -> list[tuple[str, str, str, str]]:
    """Key, value, words and hint of each way a call may end."""
    shown = [value for value in ENDINGS if ours or value != Outcome.NO_ANSWER]
    return [
        (ENDINGS[value].key, value, Outcome(value).label, HINTS.get(value, "")) for value in shown
    ]


def _enquiry(typed: str) -> Enquiry | None:
    try:
        found = Enquiry.objects.select_related("person").filter(public_id=UUID(typed))
    except ValueError:
        return None
    return found.first()
