"""Enrolling, and a student's own place: paying, dates, cancelling."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses import calendars, documents, journeys
from courses.forms import EnrolForm, LeavingForm
from courses.models import Cohort, Enrolment, Status
from courses.operations import enrolling
from courses.operations.seats import why_closed
from courses.permissions import can_cancel
from institute import visitor_pages
from institute.accounts.operations import keep_legal_name
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

OTHER_DATES = 3


@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Reserve a place: one form, sent once however often it is clicked."""
    cohort = get_object_or_404(
        Cohort.objects.announced().with_course(), pk=pk, version__course__slug=slug
    )
    if request.method == "GET":
        return _ask(request, cohort)
    if cohort.is_full and not enrolling.has_a_claim(student=request.user, cohort=cohort):
        # Read a moment ago: there is nothing to race for, so nobody waits for the row.
        return _refused(request, cohort, RuleBroken(_why_not(cohort)))
    form = EnrolForm(request.POST, asks_who_pays=not cohort.is_free)
    if not form.is_valid():
        return _page(request, cohort, form, status=422)
    return _reserve(request, cohort, form)


def _reserve(request: SignedInRequest, cohort: Cohort, form: EnrolForm) -> HttpResponse:
    keep_legal_name(user=request.user, legal_name=form.cleaned_data["legal_name"])
    try:
        enrolment = enrolling.reserve_place(
            student=request.user,
            cohort=cohort,
            # A token is good for one cohort, wherever else it may be sent.
            form_token=uuid.uuid5(form.cleaned_data["form_token"], f"cohort {cohort.pk}"),
            terms=form.terms,
        )
    except RuleBroken as rule:
        return _refused(request, cohort, rule)
    if enrolment.status == Status.RESERVED:
        messages.success(request, "Your place is reserved. The invoice is on its way to you.")
    elif enrolment.status == Status.CONFIRMED:
        messages.success(request, "You are enrolled. The dates are on their way to you.")
    return redirect("courses:enrolment", enrolment.pk)


def _ask(request: SignedInRequest, cohort: Cohort) -> HttpResponse:
    """The form, or what to do instead where there is no seat to ask for."""
    held = enrolling.place_held(student=request.user, cohort=cohort)
    if held:
        messages.info(request, "You have a place in this cohort already.")
        return redirect("courses:enrolment", held.pk)
    if not cohort.takes_enrolments:
        return _no_seat(request, cohort, status=200)
    if cohort.is_full or cohort.waitlist.waiting().exists():
        return _no_seat(request, cohort, status=200)
    initial = {"legal_name": request.user.name_on_documents}
    form = EnrolForm(initial=initial, asks_who_pays=not cohort.is_free)
    return _page(request, cohort, form)


def _page(
    request: SignedInRequest, cohort: Cohort, form: EnrolForm, *, status: int = 200
) -> HttpResponse:
    template = "courses/_enrol_form.html" if request.htmx else "courses/enrol.html"
    context = {
        "cohort": cohort,
        "form": form,
        "price": journeys.price_of(cohort),
        "refund_until": journeys.refund_until(cohort),
    }
    return render(request, template, context, status=status)


def _refused(request: SignedInRequest, cohort: Cohort, rule: RuleBroken) -> HttpResponse:
    """The rule and the nearest thing to do; htmx swaps a 422 and would drop a 409."""
    return _no_seat(request, cohort, rule=rule, status=422 if request.htmx else 409)


def _no_seat(
    request: SignedInRequest, cohort: Cohort, *, status: int, rule: RuleBroken | None = None
) -> HttpResponse:
    is_open = cohort.takes_enrolments
    context = {
        "cohort": cohort,
        "rule": rule or RuleBroken(_why_not(cohort)),
        "is_open": is_open,
        "others": _other_dates(cohort),
        **(cohort.waitlist.live().seen_by(request.user) if is_open else {}),
    }
    template = "courses/_enrol_no_seat.html" if request.htmx else "courses/enrol_no_seat.html"
    return render(request, template, context, status=status)


def _other_dates(cohort: Cohort) -> list[Cohort]:
    """The next dates with seats; everybody who comes too late for one cohort sees the same."""
    dates = Cohort.objects.upcoming().besides(cohort).with_seats().with_course()
    return visitor_pages.kept(f"other dates of {cohort.pk}", lambda: list(dates[:OTHER_DATES]))


def _why_not(cohort: Cohort) -> str:
    return enrolling.FULL if cohort.takes_enrolments else why_closed(cohort)


def mine(request: SignedInRequest, pk: int) -> Enrolment:
    """The reader's own place, with its course and invoice; anybody else's does not exist."""
    places = Enrolment.objects.visible_to(request.user).with_course().with_money()
    return get_object_or_404(places, pk=pk)


@never_cache
@require_safe
def enrolment(request: SignedInRequest, pk: int) -> HttpResponse:
    """A place: where it stands, what happens next, when the classes are."""
    place = mine(request, pk)
    context = {
        "enrolment": place,
        "cohort": place.cohort,
        "invoice": getattr(place, "invoice", None),
        "owed": journeys.owed_cents(place, place.paid),
        "steps": journeys.steps(place),
        "look": journeys.look(place.status),
        "sessions": place.cohort.sessions.filter(cancelled=False).select_related("instructor"),
        "history": journeys.history(place),
        "refund_until": journeys.refund_until(place.cohort),
        "may_cancel": can_cancel(request.user, place),
        "e_transfer": settings.ETRANSFER_ADDRESS,
        "cheque_to": settings.MAILING_ADDRESS,
    }
    return render(request, "courses/enrolment.html", context)


@require_http_methods(["GET", "POST"])
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give a place back, after a page that says what follows."""
    place = mine(request, pk)
    if place.status == Status.CANCELLED:
        return redirect("courses:enrolment", pk)
    if not can_cancel(request.user, place):
        messages.warning(request, "This place can be changed by phone only. Call us.")
        return redirect("courses:enrolment", pk)
    form = LeavingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _give_back(request, place, form.cleaned_data["reason"])
        return redirect("courses:enrolment", pk)
    context = {
        "enrolment": place,
        "cohort": place.cohort,
        "form": form,
        "refund_until": journeys.refund_until(place.cohort),
        "now": timezone.now(),
    }
    return render(request, "courses/enrolment_cancel.html", context)


def _give_back(request: SignedInRequest, place: Enrolment, reason: str) -> None:
    try:
        enrolling.cancel_place(enrolment=place, by=request.user, reason=reason)
    except RuleBroken as rule:  # the desk changed it meanwhile
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Cancelled. Your seat goes to the next person in line.")


@never_cache
@require_safe
def invoice(request: SignedInRequest, pk: int) -> HttpResponse:
    """The invoice as a file to print or to pass on to an employer."""
    place = mine(request, pk)
    bill = getattr(place, "invoice", None)
    if bill is None:
        messages.info(request, "There is no invoice: this place costs nothing.")
        return redirect("courses:enrolment", pk)
    return HttpResponse(
        documents.invoice_pdf(bill),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{bill.number}.pdf"'},
    )


@never_cache
@require_safe
def calendar_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The classes for the reader's own calendar."""
    place = mine(request, pk)
    method = "REQUEST" if place.holds_a_place else "CANCEL"
    return HttpResponse(
        calendars.invitation(place, method),
        content_type=f"text/calendar; charset=utf-8; method={method}",
        headers={"Content-Disposition": 'attachment; filename="course.ics"'},
    )
