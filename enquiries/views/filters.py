"""The table: every enquiry by any filter, and the filters people have named."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from courses.models import Course
from enquiries.forms.pipeline import BulkForm, FilterForm
from enquiries.models import Queue, SavedFilter, Source, Topic
from enquiries.operations.bulk import MOST_AT_ONCE
from enquiries.views.live import kept_fresh
from enquiries.worklists import sheet
from enquiries.worklists.clash import clashing
from enquiries.worklists.people import colleagues
from enquiries.worklists.wanted import SORTS, STATES, Wanted
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest

A_PAGE = 50
MOST_FILTERS = 12
LONGEST_QUERY = 2_000
LONGEST_SAVED = 500


@area("enquiries")
@require_GET
@kept_fresh
def table(request: SignedInRequest) -> HttpResponse:
    """The enquiries an address asks for, with all that can be done to many of them."""
    wanted = Wanted.read(dict(request.GET.lists()))
    context = table_context(request, wanted)
    template = "enquiries/_table.html" if request.htmx else "enquiries/table.html"
    return render(request, template, context)


def table_context(
    request: SignedInRequest, wanted: Wanted, bulk: BulkForm | None = None
) -> dict[str, Any]:
    """A page of the table and what stands around it."""
    rows = wanted.rows(request.user, request.zone).with_people()
    pages = Paginator(rows, A_PAGE)
    page = pages.get_page(wanted.page)
    found: dict[str, Any] = {
        "wanted": wanted,
        "page": page,
        "rows": sheet.rows_of(page.object_list, request.zone),
        "earlier": wanted.at(page.number - 1) if page.has_previous() else "",
        "later": wanted.at(page.number + 1) if page.has_next() else "",
        "live_address": f"{reverse('enquiries:table')}?{wanted.query}",
        "section": "table",
    }
    if wanted.filters and not page.object_list:
        found["clashing"] = clashing(wanted, request.user, request.zone)
    if not request.htmx:
        found |= _choices(wanted) | _saved(request, wanted)
        found |= {"bulk": bulk or BulkForm(), "most_at_once": MOST_AT_ONCE}
    return found


def _choices(wanted: Wanted) -> dict[str, object]:
    asked_about = Course.objects.filter(enquiries__isnull=False).select_related("current")
    return {
        "states": STATES.items(),
        "sorts": SORTS.items(),
        "sources": Source.choices,
        "topics": Topic.choices,
        "queues": Queue.choices,
        "courses": asked_about.order_by("current__title").distinct(),
        "colleagues": colleagues(),
    }


def _saved(request: SignedInRequest, wanted: Wanted) -> dict[str, object]:
    saved = list(SavedFilter.objects.filter(owner=request.user))
    current = next((one for one in saved if one.query == wanted.at(1)), None)
    return {"saved": saved, "current": current, "may_save": len(saved) < MOST_FILTERS}


@area("enquiries")
@require_GET
def export(request: SignedInRequest) -> HttpResponseBase:
    """What the table shows, all of it, as a file for a spreadsheet; written while it is read."""
    wanted = Wanted.read(dict(request.GET.lists()))
    rows = wanted.rows(request.user, request.zone).with_people()
    name = f"enquiries-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        _lines(sheet.lines(rows, request.zone)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _lines(cells: Iterable[list[str]]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield sheet.BYTE_ORDER_MARK
    for row in cells:
        yield writer.writerow(row)


@area("enquiries")
@require_POST
def save_filter(request: SignedInRequest) -> HttpResponse:
    """Give the present view of the table a name; it becomes a tab."""
    wanted = _viewed(request)
    form = FilterForm(request.POST)
    mine = SavedFilter.objects.filter(owner=request.user)
    if mine.count() >= MOST_FILTERS:
        messages.error(request, f"{MOST_FILTERS} tabs are enough. Delete one first.")
    elif len(wanted.at(1)) > LONGEST_SAVED:
        messages.error(request, "These words are too long to keep. Search for fewer.")
    elif form.is_valid():
        form.instance.owner, form.instance.query = request.user, wanted.at(1)
        form.instance.position = mine.count()
        _keep(request, form)
    else:
        messages.error(request, "Name: say what these have in common.")
    return redirect(f"{reverse('enquiries:table')}?{wanted.at(1)}")


@area("enquiries")
@require_POST
def change_filter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Rename one of my tabs, or delete it."""
    saved = get_object_or_404(SavedFilter, pk=pk, owner=request.user)
    if request.POST.get("act") == "delete":
        saved.delete()
        messages.success(request, f"“{saved.name}” is gone. The enquiries stay.")
        return redirect("enquiries:table")
    query, form = saved.query, FilterForm(request.POST, instance=saved)
    if form.is_valid():
        _keep(request, form)
    else:
        messages.error(request, "Name: say what these have in common.")
    return redirect(f"{reverse('enquiries:table')}?{query}")


def _viewed(request: SignedInRequest) -> Wanted:
    """The view of the table that is to be named."""
    query = QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])
    return Wanted.read(dict(query.lists()))


def _keep(request: SignedInRequest, form: FilterForm) -> None:
    try:
        with transaction.atomic():
            saved = form.save()
    except IntegrityError:
        messages.error(request, f"You have a tab “{form.cleaned_data['name']}” already.")
    else:
        messages.success(request, f"“{saved.name}” is one of your tabs.")
