"""More time and breaks: granted to a person, applied to a running sitting by an act of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification.forms.sitting import AccommodationForm
from certification.models import Accommodation, Attempt
from certification.operations import accommodating
from certification.operations.accommodating import Grant
from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "POST"])
@area("applications")
def accommodations(request: SignedInRequest) -> HttpResponse:
    """Who has what, and a form to grant it."""
    form = AccommodationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _granted(request, form):
        return redirect("certification:accommodations")
    status = 422 if form.errors else 200
    held = Accommodation.objects.held().with_people()
    running = {one.candidate_id: one for one in Attempt.objects.running()} if held else {}
    rows = [(one, running.get(one.person_id)) for one in held]
    context = {"form": form, "rows": rows}
    return render(request, "certification/accommodations.html", context, status=status)


def _granted(request: SignedInRequest, form: AccommodationForm) -> bool:
    given = form.cleaned_data
    person = User.objects.filter(email__iexact=given["email"], is_active=True).first()
    if person is None:
        form.add_error("email", "No account has this email address.")
        return False
    what = Grant(
        factor=given["factor"],
        break_minutes=given["break_minutes"],
        since=given["since"],
        until=given["until"],
        reason=given["reason"],
    )
    try:
        accommodating.grant(person=person, what=what, by=request.user)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(request, f"{person.name} has it from {given['since']:%Y-%m-%d} on.")
    return True


@never_cache
@require_POST
@area("applications")
def accommodation_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """It holds no more for exams to come."""
    accommodating.end(accommodation=get_object_or_404(Accommodation, pk=pk), by=request.user)
    messages.success(request, "It has ended. A running exam keeps what it has.")
    return redirect("certification:accommodations")


@never_cache
@require_POST
@area("applications")
def accommodation_apply(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give it to the exam that runs."""
    held = get_object_or_404(Accommodation.objects.held(), pk=pk)
    running = get_object_or_404(Attempt.objects.running(), candidate=held.person_id)
    try:
        accommodating.apply_now(accommodation=held, attempt=running, by=request.user)
    except RuleBroken as rule:
        messages.error(request, str(rule))
    else:
        messages.success(request, "The running exam has it. Their page says so within 15 seconds.")
    return redirect("certification:accommodations")
