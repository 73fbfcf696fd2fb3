"""Marks that differ, and who may mark in spite of a tie: for managers."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from certification.forms.marking import AllowForm
from certification.marking_queue import moderation as cases
from certification.operations import allocating
from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import MAY_ENTER
from institute.errors import RuleBroken

UNREADABLE = 422


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("moderation")
def moderation(request: SignedInRequest) -> HttpResponse:
    """What waits for a third mark and what was settled; POST records an override."""
    form = AllowForm(request.POST or None, examiners=_examiners())
    if request.method == "POST" and form.is_valid() and _allow(request, form):
        return redirect("certification:moderation")
    context = {
        "may_moderate": True,
        "waiting": cases.open_cases(request.user),
        "settled": cases.settled_cases(request.user),
        "form": form,
    }
    status = UNREADABLE if form.is_bound else 200
    return render(request, "certification/moderation.html", context, status=status)


def _examiners() -> "QuerySet[User]":
    roles = [str(role) for role in MAY_ENTER["marking"]]
    return User.objects.filter(groups__name__in=roles, is_active=True).distinct()


def _allow(request: SignedInRequest, form: AllowForm) -> bool:
    given = form.cleaned_data
    task = given["code"]
    try:
        allocating.allow(
            attempt=task.attempt_item.attempt,
            examiner=given["examiner"],
            by=request.user,
            reason=given["reason"],
        )
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(request, f"{given['examiner'].name} may mark {task.code}. It is on record.")
    return True
