"""The page behind the link that confirms a spoken yes. Looking changes nothing; the button does."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from enquiries.operations import confirming
from institute.accounts.requests import PublicRequest


@csrf_exempt  # the signed link is the key; the reader has no session with us
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def confirm(request: PublicRequest, token: str) -> HttpResponse:
    """Confirm that we may write about courses."""
    address = confirming.address_of(token)
    if request.method == "POST":
        address = confirming.confirm(token)
    if not address:
        raise Http404
    context = {"address": address, "done": request.method == "POST"}
    response = render(request, "enquiries/confirm.html", context)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
