"""A holder's own certificates: what they are worth, where they go, and who may see them."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from certification.credentials import add_to_profile
from certification.models import Credential
from certification.operations import showing
from certification.verification.pages import looks, shown
from institute.accounts.requests import SignedInRequest


@never_cache
@require_safe
def credentials(request: SignedInRequest) -> HttpResponse:
    """My certificates, each with its newest document."""
    mine = Credential.objects.of(request.user).newest().with_standing()
    rows = [
        {
            "shown": shown(one),
            "looks": looks(one),
            "profile": add_to_profile(one),
            "address": settings.SITE_URL + one.get_absolute_url(),
        }
        for one in mine
    ]
    return render(request, "certification/credentials.html", {"rows": rows})


@require_POST
def credential_visibility(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Show a certificate to everybody with its address, or to nobody."""
    mine = Credential.objects.of(request.user).with_standing()
    credential = get_object_or_404(mine, public_id=public_id)
    is_public = request.POST.get("show") == "yes"
    showing.show(certification=credential.certification, is_public=is_public, by=request.user)
    if is_public:
        messages.success(request, "Anybody with the address or the number can check it now.")
    else:
        messages.success(request, "It is hidden: its address now says that there is no such page.")
    return redirect("certification:credentials")
