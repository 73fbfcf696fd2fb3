"""The outbox as staff see it: every message, its state and the reason in plain words."""

from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages as banner
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.mail import operations
from institute.mail.forms import MessageFilter
from institute.mail.models import OutboundMessage

PER_PAGE = 50
# An email carries its styles inline; shown alone in a sandbox it may, and may do nothing else.
EMAIL_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'", settings.SITE_URL],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-popups"],
}


@require_safe
@area("mail")
def messages(request: SignedInRequest) -> HttpResponse:
    """The list, newest first, with its filters in the address."""
    filters = MessageFilter(request.GET)
    page = Paginator(filters.apply(OutboundMessage.objects.all()), PER_PAGE).get_page(
        request.GET.get("page")
    )
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "filters": filters,
        "page": page,
        "asked": asked.urlencode(),
        "goes_nowhere": not settings.EMAIL_URL_GIVEN,
    }
    return render(request, "mail/messages.html", context)


@require_safe
@never_cache
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
@area("mail")
def message(request: SignedInRequest, pk: int) -> HttpResponse:
    """One message: headers, why, basis, each try, and the words."""
    row = get_object_or_404(OutboundMessage.objects.select_related("person"), pk=pk)
    shown = operations.preview(row)
    context = {
        "message": row,
        "tries": row.tries.all(),
        "preview": shown,
        "same_words": shown.is_what_left(row),
        "sender": settings.DEFAULT_FROM_EMAIL,
    }
    return render(request, "mail/message.html", context)


@require_safe
@never_cache
@xframe_options_sameorigin
@csp(EMAIL_POLICY)  # type: ignore[arg-type]
@area("mail")
def preview(_request: SignedInRequest, pk: int) -> HttpResponse:
    """The HTML of one message, alone, for the frame on its page."""
    words = operations.preview(get_object_or_404(OutboundMessage, pk=pk)).words
    if words is None:
        raise Http404
    return HttpResponse(words.html)


@require_POST
@area("mail")
def retry(request: SignedInRequest, pk: int) -> HttpResponse:
    """Send it again."""
    row = get_object_or_404(OutboundMessage, pk=pk)
    try:
        operations.retry(row, by=request.user)
    except RuleBroken as rule:
        banner.error(request, str(rule))
    else:
        banner.success(request, "It waits to be sent again.")
    return redirect("mail:message", pk)


@require_POST
@area("mail")
def cancel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stop it."""
    row = get_object_or_404(OutboundMessage, pk=pk)
    try:
        operations.cancel(row, by=request.user)
    except RuleBroken as rule:
        banner.error(request, str(rule))
    else:
        banner.success(request, "Cancelled. It is not sent.")
    return redirect("mail:message", pk)
