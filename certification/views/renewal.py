"""A holder's renewal: the cycle, the hours, claims with evidence, and the button."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification import standing
from certification.forms.renewal import ClaimForm
from certification.models import Certification, CpdEntry
from certification.operations import cpd, renewing
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken


def _own(request: SignedInRequest, public_id: uuid.UUID) -> Certification:
    """The reader's own certification; anybody else's does not exist."""
    return get_object_or_404(Certification.objects.of(request.user), public_id=public_id)


@never_cache
@require_safe
def renewal(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Where my renewal stands."""
    return _page(request, _own(request, public_id))


def _page(
    request: SignedInRequest, certification: Certification, form: ClaimForm | None = None
) -> HttpResponse:
    seen = standing.outlook(certification)
    context = {
        "certification": certification,
        "outlook": seen,
        "entries": seen.cycle.entries.with_proof().select_related("cycle") if seen.cycle else [],
        "past": certification.cycles.order_by("-number")[1:],
        "form": form,
        "claim_form": (form or ClaimForm(seen.account.need)) if seen.can_claim else None,
    }
    answer = 422 if form and form.errors else 200
    return render(request, "certification/renewal.html", context, status=answer)


@require_POST
def renewal_claim(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Claim hours done elsewhere."""
    certification = _own(request, public_id)
    cycle = certification.cycles.running().first()
    if cycle is None:
        messages.warning(request, "There is no open cycle to claim hours in.")
        return redirect("certification:renewal", public_id)
    form = ClaimForm(cycle.asks, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, certification, form)
    key = form.cleaned_data["form_token"]
    try:
        cpd.claim(cycle=cycle, by=request.user, said=form.claimed, key=key)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return _page(request, certification, form)
    messages.success(request, "The hours are in your list.")
    return redirect("certification:renewal", public_id)


@require_POST
def renewal_renew(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Renew, or hear why not yet. The cycle's own address makes a second press harmless."""
    certification = _own(request, public_id)
    sent = request.POST.get("cycle", "")
    cycle = next((one for one in certification.cycles.all() if str(one.public_id) == sent), None)
    if cycle is None:
        raise Http404
    try:
        cycle = renewing.ask_to_renew(cycle=cycle, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return redirect("certification:renewal", public_id)
    if cycle.is_running:
        words = "A person looks at your claims first. You hear from us by email."
        messages.success(request, f"The draw fell on your renewal. {words}")
    else:
        messages.success(request, "Renewed. Your new certificate is in your mail.")
    return redirect("certification:renewal", public_id)


@require_POST
def cpd_take_back(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a claim back."""
    mine = CpdEntry.objects.of(request.user).select_related("cycle__certification")
    entry = get_object_or_404(mine, public_id=public_id)
    try:
        cpd.take_back(entry=entry, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Taken back. Its hours do not count.")
    return redirect("certification:renewal", entry.cycle.certification.public_id)


@never_cache
@require_safe
def cpd_evidence(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The file behind a claim, for its holder and whoever audits: to keep, never to show."""
    staff = may_enter("decisions", request.user.roles)
    seen = CpdEntry.objects.all() if staff else CpdEntry.objects.of(request.user)
    entry = get_object_or_404(seen.with_proof(), public_id=public_id)
    proof = entry.proof_or_none
    if proof is None:
        raise Http404
    headers = {
        "Content-Disposition": content_disposition_header(True, proof.name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(bytes(proof.content), content_type=proof.media_type, headers=headers)
