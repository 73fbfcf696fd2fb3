"""The phone provider's files: what was sent, how far it was read, what could not be read."""

import logging

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from enquiries.forms.imports import UploadForm
from enquiries.models import Call, CallImport
from enquiries.operations import importing
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

log = logging.getLogger(__name__)
A_PAGE, A_PAGE_OF_LINES = 20, 100


@area("enquiries")
@require_http_methods(["GET", "POST"])
def imports(request: SignedInRequest) -> HttpResponse:
    """The files sent so far, and the form for the next one."""
    is_sent = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    if form.is_valid():
        name, data = form.sent()
        try:
            source = importing.start_import(name=name, data=data, by=request.user)
        except RuleBroken as rule:
            form.add_error("file", f"{rule} {rule.instead}".strip())
        else:
            _tell_a_worker(source)
            return redirect("enquiries:calls_import", source.pk)
    sent = CallImport.objects.select_related("by").defer("text").annotate(bad=Count("unread"))
    newest = sent.order_by("-at", "-pk")
    context = {
        "form": form,
        "page": Paginator(newest, A_PAGE).get_page(request.GET.get("page")),
        "waiting": Call.objects.not_returned().exclude(number="").count(),
    }
    status = 422 if form.errors else 200
    return render(request, "enquiries/imports.html", context, status=status)


@never_cache
@area("enquiries")
@require_GET
def calls_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far one file was read; asks again by itself until it is done."""
    sent = CallImport.objects.select_related("by").defer("text")
    source = get_object_or_404(sent, pk=pk)
    unread = Paginator(source.unread.all(), A_PAGE_OF_LINES)
    context = {"source": source, "unread": unread.get_page(request.GET.get("page"))}
    is_part = request.htmx and not request.htmx.boosted
    template = "enquiries/_import.html" if is_part else "enquiries/import.html"
    return render(request, template, context)


@area("enquiries")
@require_POST
def retry_import(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read on from where it stopped."""
    source = get_object_or_404(CallImport.objects.defer("text"), pk=pk)
    try:
        _tell_a_worker(importing.retry(call_import=source))
    except RuleBroken as rule:
        messages.info(request, str(rule))
    return redirect("enquiries:calls_import", pk)


def _tell_a_worker(source: CallImport) -> None:
    """A broker that is down loses nothing: the sweep finds the file within a minute."""
    from enquiries.tasks import read_calls  # Celery is not read by every web worker

    try:
        read_calls.apply_async(args=(source.pk,), retry=False)
    except Exception as error:
        log.warning("No worker was told of the file %s: %s", source.pk, error)
