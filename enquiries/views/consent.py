"""Where a reader may let us go on writing. Looking changes nothing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enquiries.forms.follow_up import SayYesForm
from enquiries.operations import consenting
from institute.accounts.requests import PublicRequest
from institute.mail.models import Mailbox


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def consent(request: PublicRequest, token: str) -> HttpResponse:
    """One box, not ticked, and one button."""
    mailbox = get_object_or_404(Mailbox, token=token)
    form = SayYesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        consenting.say_yes(mailbox)
    context = {
        "mailbox": mailbox,
        "form": form,
        "words": consenting.CONSENT_WORDS,
        "mailing_address": settings.MAILING_ADDRESS,
        "done": consenting.has_said_yes(mailbox),
    }
    status = 422 if form.is_bound and form.errors else 200
    response = render(request, "enquiries/consent.html", context, status=status)
    # The address of the page is a key: other sites and search engines do not learn it.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
