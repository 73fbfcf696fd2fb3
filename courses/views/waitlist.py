"""Standing in line for a full cohort, and answering the offer of a freed seat."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses import journeys
from courses.forms import EnrolForm
from courses.models import Cohort, WaitlistEntry, WaitlistStatus
from courses.operations import enrolling, waiting
from institute.accounts.operations import keep_legal_name
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@require_POST
def join_waitlist(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Stand in line; joining twice is joining once."""
    cohort = get_object_or_404(
        Cohort.objects.announced().with_course(), pk=pk, version__course__slug=slug
    )
    try:
        entry = waiting.join_waitlist(student=request.user, cohort=cohort)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return redirect("courses:enrol", slug, pk)
    if entry.status == WaitlistStatus.WAITING:
        messages.success(request, "You are in line. We write as soon as a seat is yours to take.")
    return redirect("courses:waitlist", entry.pk)


@never_cache
@require_http_methods(["GET", "POST"])
def waitlist(request: SignedInRequest, pk: int) -> HttpResponse:
    """My place in line: the position, or the open offer; POST says what to do about it."""
    entry = get_object_or_404(WaitlistEntry.objects.visible_to(request.user).with_course(), pk=pk)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act:
            return act(request, entry)
    return _page(request, entry, _fresh_form(request, entry))


def _fresh_form(request: SignedInRequest, entry: WaitlistEntry) -> EnrolForm:
    return EnrolForm(
        initial={"legal_name": request.user.name_on_documents},
        asks_who_pays=not entry.cohort.is_free,
    )


def _page(
    request: SignedInRequest, entry: WaitlistEntry, form: EnrolForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "entry": entry,
        "cohort": entry.cohort,
        "form": form,
        "position": entry.position,
        "offer": _is_open(entry),
        "ran_out": entry.status == WaitlistStatus.EXPIRED or _ran_out(entry),
        "price": journeys.price_of(entry.cohort),
        "refund_until": journeys.refund_until(entry.cohort),
    }
    return render(request, "courses/waitlist.html", context, status=status)


def _is_open(entry: WaitlistEntry) -> bool:
    return entry.status == WaitlistStatus.OFFERED and not _ran_out(entry)


def _ran_out(entry: WaitlistEntry) -> bool:
    ends = entry.offer_expires_at
    return entry.status == WaitlistStatus.OFFERED and ends is not None and ends <= timezone.now()


def _accept(request: SignedInRequest, entry: WaitlistEntry) -> HttpResponse:
    form = EnrolForm(request.POST, asks_who_pays=not entry.cohort.is_free)
    if not form.is_valid():
        return _page(request, entry, form, status=422)
    keep_legal_name(user=request.user, legal_name=form.cleaned_data["legal_name"])
    try:
        place = enrolling.accept_offer(entry=entry, terms=form.terms)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return redirect("courses:waitlist", entry.pk)
    messages.success(request, "The seat is yours.")
    return redirect("courses:enrolment", place.pk)


def _decline(request: SignedInRequest, entry: WaitlistEntry) -> HttpResponse:
    waiting.decline_offer(entry=entry)
    messages.success(request, "Declined. The seat goes to the next person in line.")
    return redirect("courses:waitlist", entry.pk)


def _leave(request: SignedInRequest, entry: WaitlistEntry) -> HttpResponse:
    waiting.leave_waitlist(entry=entry)
    messages.success(request, "You have left the waiting list.")
    return redirect("courses:waitlist", entry.pk)


ACTS: dict[str, Callable[[SignedInRequest, WaitlistEntry], HttpResponse]] = {
    "accept": _accept,
    "decline": _decline,
    "leave": _leave,
}
