"""Many enquiries at once: one form, one summary."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from enquiries.forms.pipeline import BulkForm
from enquiries.models import BulkAct, Enquiry
from enquiries.operations.bulk import MOST_AT_ONCE, carry_out
from enquiries.views.filters import table_context
from enquiries.worklists.wanted import Wanted
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

LONGEST_QUERY = 2_000


@area("enquiries")
@require_POST
def bulk(request: SignedInRequest) -> HttpResponse:
    """Do one thing to the rows that were chosen, or to all that match the filter."""
    query = QueryDict(request.POST.get("query", "")[:LONGEST_QUERY])
    wanted = Wanted.read(dict(query.lists()))
    form = BulkForm(request.POST)
    if form.is_valid():
        try:
            act = carry_out(
                wish=form.wish(),
                keys=_chosen(request, wanted),
                by=request.user,
                token=form.cleaned_data["form_token"],
            )
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            return redirect("enquiries:bulk_done", act.token)
    context = table_context(request, wanted, form) | {"form": form}
    context["chosen"] = set(request.POST.getlist("pick"))
    return render(request, "enquiries/table.html", context, status=422)


def _chosen(request: SignedInRequest, wanted: Wanted) -> list[int]:
    """The keys of the enquiries that are meant; one more than may be is enough to refuse."""
    if request.POST.get("all"):
        rows = wanted.rows(request.user, request.zone)
        return list(rows.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    picked = [key for key in request.POST.getlist("pick") if key.isascii() and key.isdigit()]
    return [int(key) for key in picked if len(key) < 10]


@area("enquiries")
@require_GET
def bulk_done(request: SignedInRequest, token: UUID) -> HttpResponse:
    """What was done, and what could not be done and why."""
    act = get_object_or_404(BulkAct.objects.exclude(finished_at=None), token=token, by=request.user)
    refused = {one["enquiry"]: one["why"] for one in act.refused}
    left = Enquiry.objects.filter(pk__in=refused).order_by("pk")
    return render(
        request,
        "enquiries/bulk_done.html",
        {"act": act, "refused": [(one, refused[one.pk]) for one in left]},
    )
