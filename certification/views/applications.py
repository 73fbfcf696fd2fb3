"""Applying for a certification, and answering who applied."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import eligibility
from certification.forms.governing import AnswerForm, ApplyForm
from certification.models import Application, Scheme, SchemeVersion
from certification.operations import applying
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: SignedInRequest, slug: str) -> HttpResponse:
    """What is asked, what we know already, and the form for the rest."""
    scheme = get_object_or_404(Scheme, slug=slug)
    version = scheme.versions.in_force().first()
    form = ApplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            application = applying.apply(
                candidate=request.user, scheme=scheme, declared=form.declared
            )
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            messages.success(request, "Your application is with us.")
            return redirect(application)
    context = {
        "scheme": scheme,
        "version": version,
        "form": form,
        "standing": _standing(request, version),
        "open": Application.objects.of(request.user).filter(scheme_version=version).open().first(),
    }
    status = 422 if form.errors else 200
    return render(request, "certification/apply.html", context, status=status)


def _standing(
    request: SignedInRequest, version: SchemeVersion | None
) -> eligibility.Eligibility | None:
    return eligibility.against(version, request.user) if version else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where an application stands; staff answer it here."""
    found = _visible(request, public_id)
    answers = may_enter("applications", request.user.roles) and found.candidate != request.user
    form = AnswerForm(request.POST or None) if answers else None
    if request.method == "POST" and form and form.is_valid():
        return _answer(request, found, form)
    context = {
        "application": found,
        "standing": eligibility.of(found),
        "form": form if found.can("admit") else None,
        "own": found.candidate == request.user,
    }
    status = 422 if form and form.errors else 200
    return render(request, "certification/application.html", context, status=status)


def _visible(request: SignedInRequest, public_id: uuid.UUID) -> Application:
    seen = Application.objects.visible_to(request.user).with_people()
    return get_object_or_404(seen, public_id=public_id)


def _answer(request: SignedInRequest, found: Application, form: AnswerForm) -> HttpResponse:
    act = applying.admit if form.cleaned_data["act"] == "admit" else applying.reject
    try:
        act(application=found, by=request.user, reason=form.cleaned_data["reason"])
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return redirect(found)
    messages.success(request, "Answered. The candidate has a letter with your words.")
    return redirect("certification:applications")


@require_POST
def application_withdraw(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The candidate takes it back."""
    own = get_object_or_404(Application.objects.of(request.user), public_id=public_id)
    try:
        applying.withdraw(application=own, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
    else:
        messages.success(request, "You have taken your application back.")
    return redirect("certification:mine")


@never_cache
@require_safe
@area("applications")
def applications(request: SignedInRequest) -> HttpResponse:
    """What waits for an answer, the oldest first."""
    waiting = list(Application.objects.waiting().with_people())
    answered = Application.objects.answered().with_people()[:20]
    context = {"waiting": waiting, "answered": answered}
    return render(request, "certification/applications.html", context)
