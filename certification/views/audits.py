"""Audits of claimed hours, for managers."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.forms.renewal import JudgeForm
from certification.models import CpdAudit, CpdEntry
from certification.operations import auditing
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
@area("decisions")
def audits(request: SignedInRequest) -> HttpResponse:
    """What waits for a person, the oldest first, and what was settled lately."""
    context = {
        "open": CpdAudit.objects.open().with_people(),
        "settled": CpdAudit.objects.settled().with_people()[:20],
        "share": f"{auditing.SHARE:.0%}",
    }
    return render(request, "certification/audits.html", context)


@never_cache
@require_safe
@area("decisions")
def audit(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One renewal's claims, with what stands behind each."""
    found = get_object_or_404(CpdAudit.objects.with_people(), public_id=public_id)
    return _page(request, found)


def _page(
    request: SignedInRequest,
    found: CpdAudit,
    failed: CpdEntry | None = None,
    form: JudgeForm | None = None,
) -> HttpResponse:
    own = found.cycle.certification.holder_id == request.user.pk
    entries = found.cycle.entries.with_proof().select_related("cycle")
    rows = [
        {
            "entry": one,
            "form": _form_for(one, own, form if failed == one else None),
        }
        for one in entries
    ]
    context = {
        "audit": found,
        "rows": rows,
        "own": own,
        "form": form,
        "account": found.cycle.account(),
    }
    status = 422 if form and form.errors else 200
    return render(request, "certification/audit.html", context, status=status)


def _form_for(entry: CpdEntry, own: bool, sent: JudgeForm | None) -> JudgeForm | None:
    if own or not entry.can("reject"):
        return None
    return sent or JudgeForm(auto_id=f"id_%s_{entry.pk}")


@require_POST
@area("decisions")
def audit_answer(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Accept one claim or not."""
    entry = get_object_or_404(CpdEntry.objects.in_audits(), public_id=public_id)
    found = entry.cycle.audits.with_people().latest("opened_at")
    form = JudgeForm(request.POST, auto_id=f"id_%s_{entry.pk}")
    if not form.is_valid():
        return _page(request, found, entry, form)
    given = form.cleaned_data
    try:
        auditing.judge(entry=entry, act=given["act"], by=request.user, reason=given["reason"])
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Answered. The holder hears when all claims are.")
    return redirect(found)
