"""People who may be one: the list, the two side by side, and the decision."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from enquiries.models import Decision, DuplicateCandidate, Enquiry, MergeRecord, Person
from enquiries.operations import merging
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

A_PAGE = 50


@dataclass(frozen=True)
class Side:
    """One of the two records, with what hangs on it."""

    person: Person
    enquiries: list[Enquiry]
    said: int
    calls: int


@require_GET
@area("enquiries")
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Pairs nobody has decided about, the surest first, and the latest merges."""
    open_pairs = DuplicateCandidate.objects.filter(
        decision=Decision.UNDECIDED, first__merged_into=None, second__merged_into=None
    )
    pairs = open_pairs.select_related("first", "second").prefetch_related(
        "first__points", "second__points"
    )
    merges = MergeRecord.objects.select_related("kept", "gone", "by", "undone_by")[:20]
    page = Paginator(pairs, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "enquiries/duplicates.html", {"page": page, "merges": merges})


@never_cache
@require_http_methods(["GET", "POST"])
@area("enquiries")
def compare(request: SignedInRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Side by side: keep one, keep the other, or say that they are two."""
    people = Person.objects.with_points().select_related("account", "merged_into")
    one = get_object_or_404(people, public_id=public_id)
    other = get_object_or_404(people, public_id=other_id)
    act = request.POST.get("act", "")
    problem = ""
    if act in {"keep_one", "keep_other", "apart"}:
        try:
            return _decided(request, one, other, act)
        except RuleBroken as rule:
            problem = f"{rule} {rule.instead}".strip()
    context = {"sides": [_side(one), _side(other)], "problem": problem, "one": one, "other": other}
    status = 422 if problem else 200
    return render(request, "enquiries/merge.html", context, status=status)


def _decided(request: SignedInRequest, one: Person, other: Person, act: str) -> HttpResponse:
    if act == "apart":
        merging.keep_apart(one=one, other=other, by=request.user)
        messages.success(request, f"{one.name} and {other.name} stay two people.")
        return redirect("enquiries:duplicates")
    keep, gone = (one, other) if act == "keep_one" else (other, one)
    merging.merge(keep=keep, gone=gone, by=request.user)
    messages.success(request, f"Merged into {keep.name}. It can be undone below.")
    return redirect(keep)


@require_POST
@area("enquiries")
def undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take a merge apart again."""
    record = get_object_or_404(MergeRecord.objects.select_related("kept", "gone"), pk=pk)
    try:
        merging.undo(record=record, by=request.user)
    except RuleBroken as rule:
        messages.error(request, f"{rule} {rule.instead}".strip())
        return redirect(record.kept)
    messages.success(request, f"{record.gone.name} and {record.kept.name} are two records again.")
    return redirect(record.gone)


def _side(person: Person) -> Side:
    enquiries = list(person.enquiries.newest_first().with_course())
    return Side(person, enquiries, person.interactions.count(), person.calls.count())
