"""What a candidate sees: their way to a certification, and each result once it is out."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification import reports
from certification.forms.governing import GroundsForm
from certification.models import Appeal, Application, Attempt, Certification, Scheme
from certification.operations import appealing
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
def mine(request: SignedInRequest) -> HttpResponse:
    """Applications, sittings, results and certifications of the reader."""
    user = request.user
    context = {
        "applications": Application.objects.of(user).with_people().with_right_to_sit(),
        "attempts": Attempt.objects.of(user).with_form(),
        "certifications": Certification.objects.of(user),
        "appeals": Appeal.objects.of(user),
        "schemes": Scheme.objects.to_apply_for(user),
    }
    return render(request, "certification/mine.html", context)


@never_cache
@require_safe
def result(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The report of a released result; before that, where it stands."""
    attempt = _own(request, public_id)
    if not attempt.is_released:
        return render(request, "certification/result_waits.html", {"attempt": attempt})
    until = appealing.appeal_until(attempt)
    context = {
        "report": reports.report(attempt),
        "courses": reports.courses_for(attempt),
        "appeal_until": until,
        "can_appeal": timezone.now() <= until,
        "certification": Certification.objects.of(request.user).granted_by(attempt).first(),
    }
    return render(request, "certification/result.html", context)


def _own(request: SignedInRequest, public_id: uuid.UUID) -> Attempt:
    """The reader's own attempt that was handed in; anybody else's does not exist."""
    own = Attempt.objects.of(request.user).with_form().handed_in()
    return get_object_or_404(own, public_id=public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Contest a decision."""
    attempt = _own(request, public_id)
    form = GroundsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = appealing.appeal(
                attempt=attempt, by=request.user, grounds=form.cleaned_data["grounds"]
            )
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            messages.success(request, "Your appeal is with us.")
            return redirect(made)
    context = {"form": form, "attempt": attempt, "kind": "appeal"}
    return render(
        request, "certification/appeal_new.html", context, status=422 if form.errors else 200
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complaint_new(request: SignedInRequest) -> HttpResponse:
    """Tell us what we did wrong."""
    form = GroundsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = appealing.complain(
            by=request.user,
            grounds=form.cleaned_data["grounds"],
            key=form.cleaned_data["form_token"],
        )
        messages.success(request, "Your complaint is with us.")
        return redirect(made)
    return render(
        request,
        "certification/appeal_new.html",
        {"form": form, "kind": "complaint"},
        status=422 if form.errors else 200,
    )
