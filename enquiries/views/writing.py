"""Writing to the person behind an enquiry: an answer, or news the law still allows."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enquiries.forms.answering import WriteForm
from enquiries.models import Enquiry, NextAction
from enquiries.operations import answering
from enquiries.operations.answering import NEWS, REPLY, Ways
from enquiries.views.enquiry import enquiries
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

LOOK_AGAIN = "+3d"
SENT = {
    REPLY: "Your answer leaves within a minute.",
    NEWS: "The news leaves as soon as it is day where they are.",
}


@never_cache
@require_http_methods(["GET", "POST"])
@area("enquiries")
def write(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Compose, preview, send. What may not leave is refused here and at sending."""
    found = get_object_or_404(enquiries(), public_id=public_id)
    ways = answering.ways_to_write(found)
    kind = _kind(request, ways)
    form = WriteForm(request.POST or None, ways=ways, initial=_usual(found, ways, kind))
    preview = None
    if form.is_valid():
        if request.POST.get("act") == "send" and _sent(request, found, form):
            return redirect(found)
        if request.POST.get("act") == "preview":
            preview = answering.preview_of(
                kind=kind, enquiry=found, written=form.written(), by=request.user
            )
    context = {
        "enquiry": found,
        "form": form,
        "kind": kind,
        "ways": [(way, way.why_not(kind)) for way in ways],
        "why_not": _why_nobody(ways, kind),
        "preview": preview,
        "follow_ups": found.follow_ups.count(),
    }
    return render(request, "enquiries/write.html", context, status=422 if form.errors else 200)


def _sent(request: SignedInRequest, found: Enquiry, form: WriteForm) -> bool:
    kind = form.cleaned_data["kind"]
    try:
        answering.write(
            kind=kind, enquiry=found, written=form.written(), by=request.user, then=form.then()
        )
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    messages.success(request, SENT[kind])
    return True


def _kind(request: SignedInRequest, ways: list[Ways]) -> str:
    """What was asked for; else an answer while one is owed, and news after that."""
    asked = request.POST.get("kind") or request.GET.get("as", "")
    if asked in {REPLY, NEWS}:
        return asked
    return REPLY if not _why_nobody(ways, REPLY) or _why_nobody(ways, NEWS) else NEWS


def _why_nobody(ways: list[Ways], kind: str) -> str:
    """Why nothing of this kind may leave for any address; empty when one is free."""
    if not ways:
        return "We have no email address for them."
    reasons = [way.why_not(kind) for way in ways]
    return reasons[0] if all(reasons) else ""


def _usual(found: Enquiry, ways: list[Ways], kind: str) -> dict[str, object]:
    free = [way.address for way in ways if not way.why_not(kind)]
    return {
        "kind": kind,
        "to": free[0] if free else "",
        "subject": f"About {found.about}" if kind == NEWS else f"Your question about {found.about}",
        "action": NextAction.DECIDE,
        "at": LOOK_AGAIN,
    }
