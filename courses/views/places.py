"""What the desk does with a place: payments, sponsors, cancelling, deferring, moving."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses import journeys, rosters
from courses.forms import PaymentForm, ReasonForm, SponsorForm, TransferForm
from courses.models import Enrolment, Status
from courses.operations.changing import defer_place, sponsor_place, transfer_place
from courses.operations.enrolling import cancel_place
from courses.operations.invoicing import record_payment
from courses.rosters import Line
from courses.views.roster import cohort_for, roster_context
from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


def place_for(pk: int) -> Enrolment:
    """Any student's place, with its course."""
    return get_object_or_404(Enrolment.objects.with_course(), pk=pk)


@never_cache
@require_http_methods(["GET", "POST"])
@area("payments")
def payment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Write down money that came or went; the same form sent twice is one payment."""
    line = rosters.line_of(place_for(pk))
    form = PaymentForm(request.POST if request.method == "POST" else None, owed_cents=line.owed)
    if form.is_valid() and _recorded(request, line, form):
        return redirect("courses:cohort_roster", line.place.cohort_id)
    context = _place_context(line) | {"form": form}
    return render(
        request, "courses/roster_payment.html", context, status=422 if form.errors else 200
    )


def _recorded(request: SignedInRequest, line: Line, form: PaymentForm) -> bool:
    place = line.place
    was_sure = place.status == Status.CONFIRMED
    try:
        record_payment(
            enrolment=line.invoice.enrolment if line.invoice else place,
            receipt=form.receipt,
            by=request.user,
            form_token=form.cleaned_data["form_token"],
        )
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    place.refresh_from_db(fields=["status"])
    name = place.student.name
    confirmed = f"Recorded. {name} is confirmed and gets the dates by email."
    noted = f"Recorded for {name}."
    now_sure = place.status == Status.CONFIRMED and not was_sure
    messages.success(request, confirmed if now_sure else noted)
    return True


def _place_context(line: Line) -> dict[str, object]:
    place, invoice = line.place, line.invoice
    return {
        "place": place,
        "cohort": place.cohort,
        "invoice": invoice,
        "paid": line.paid,
        "owed": line.owed,
        "moved_here": bool(invoice and invoice.enrolment_id != place.pk),
        "look": line.look,
        "history": journeys.history(place),
        "payments": invoice.payments.select_related("recorded_by") if invoice else [],
    }


@require_POST
@area("payments")
def sponsor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give somebody with an account a place that a sponsor vouches for."""
    cohort = cohort_for(request, pk)
    form = SponsorForm(request.POST)
    if form.is_valid() and _sponsored(request, form, pk):
        return redirect("courses:cohort_roster", pk)
    context = roster_context(request, cohort) | {"sponsor_form": form, "form": form}
    return render(request, "courses/roster.html", context, status=422)


def _sponsored(request: SignedInRequest, form: SponsorForm, pk: int) -> bool:
    given = form.cleaned_data
    student = User.objects.filter(email=given["email"].lower(), is_active=True).first()
    if student is None:
        form.add_error("email", "No account has this email. Ask the student to sign up first.")
        return False
    try:
        sponsor_place(
            student=student,
            cohort=cohort_for(request, pk),
            sponsor=given["sponsor"],
            by=request.user,
        )
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(request, f"{student.name} has a place, sponsored by {given['sponsor']}.")
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@area("payments")
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """One student's place: what happened, and the acts that change it."""
    found = place_for(pk)
    act = request.POST.get("act", "")
    forms = _forms(request, found, act)
    chosen = ACTS.get(act)
    if chosen and forms[act].is_valid() and _done(request, found, forms[act], chosen):
        return redirect("courses:place", pk)
    context = _place_context(rosters.line_of(found)) | {
        "forms": forms,
        "form": forms.get(act),
        "may": {name: found.can(name) for name in ACTS},
    }
    bad = act in forms and forms[act].errors
    return render(request, "courses/roster_place.html", context, status=422 if bad else 200)


Form = ReasonForm | TransferForm


def _forms(request: SignedInRequest, found: Enrolment, act: str) -> dict[str, Form]:
    """The form of each act; only the one that was sent is filled."""

    def sent(name: str) -> dict[str, str] | None:
        return request.POST.dict() if name == act else None

    return {
        "cancel": ReasonForm(sent("cancel"), auto_id="id_cancel_%s"),
        "defer": ReasonForm(sent("defer"), auto_id="id_defer_%s"),
        "transfer": TransferForm(sent("transfer"), auto_id="id_transfer_%s", leaving=found.cohort),
    }


def _done(
    request: SignedInRequest,
    found: Enrolment,
    form: Form,
    chosen: Callable[[Enrolment, User, Form], str],
) -> bool:
    try:
        words = chosen(found, request.user, form)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    messages.success(request, words)
    return True


def _cancel(found: Enrolment, by: User, form: Form) -> str:
    cancel_place(enrolment=found, by=by, reason=form.cleaned_data["reason"])
    return f"Cancelled. {found.student.name} is told, and the seat goes to the next in line."


def _defer(found: Enrolment, by: User, form: Form) -> str:
    defer_place(enrolment=found, by=by, reason=form.cleaned_data["reason"])
    return f"Deferred. What {found.student.name} paid waits for a later date."


def _transfer(found: Enrolment, by: User, form: Form) -> str:
    new = transfer_place(enrolment=found, cohort=form.cleaned_data["cohort"], by=by)
    return f"Moved to {new.cohort}. {found.student.name} gets the new dates by email."


ACTS: dict[str, Callable[[Enrolment, User, Form], str]] = {
    "cancel": _cancel,
    "defer": _defer,
    "transfer": _transfer,
}
