"""The item bank: looking for items, writing them, and what became of them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import bank
from certification.bank import Filters
from certification.forms.items import ItemForm, KindForm, MoveForm, PictureForm
from certification.models import Item, ItemKind, ItemVersion
from certification.operations import items as operations
from certification.permissions import can_move, can_review
from certification.views.item_pages import facts, shelf_of
from institute import prose
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.items.kinds import Question


@never_cache
@require_safe
@area("items")
def items(request: SignedInRequest) -> HttpResponse:
    """Everything in the bank that fits, fifty a page."""
    wanted = Filters.of(request.GET.dict())
    page = request.GET.get("page", "")
    found = bank.find(wanted, int(page) if page.isdecimal() and len(page) < 6 else 1)
    is_part = request.htmx and request.htmx.target == "found"
    template = "certification/_items_found.html" if is_part else "certification/items.html"
    context = {"wanted": wanted, "found": found, **shelf_of(wanted, found)}
    return render(request, template, context)


@never_cache
@require_safe
@area("items")
def item(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One item: what it says, how it is met, who judged it, and what may be done."""
    shown = item_of(public_id)
    assert shown.current
    operations.look(version=shown.current, by=request.user, how="item")
    return render(request, "certification/item.html", facts(shown, shown.current, request.user))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("items")
def item_new(request: SignedInRequest) -> HttpResponse:
    """Choose a kind; then write."""
    if not KindForm(request.GET).is_valid():
        return render(request, "certification/item_new.html", {"kinds": ItemKind.choices})
    is_sent = request.method == "POST"
    form = ItemForm(request.GET["kind"], request.POST if is_sent else None)
    if not is_sent or request.POST.get("edit"):
        return _editor(request, form)
    made = _created(request, form) if form.is_valid() else None
    return redirect(made) if made else _editor(request, form, status=422)


def _created(request: SignedInRequest, form: ItemForm) -> Item | None:
    try:
        made = operations.create(question=form.question(), author=request.user)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return None
    messages.success(request, f"{made.key} is a draft. Read it, then send it to review.")
    return made


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("items")
def item_edit(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write over a draft, or a new version of what is in use."""
    shown = item_of(public_id)
    assert shown.current
    was = bank.question_of(shown.current)
    form = ItemForm(shown.current.kind, request.POST if request.method == "POST" else None, was=was)
    if request.method != "POST":
        operations.look(version=shown.current, by=request.user, how="edit")
    if request.method != "POST" or request.POST.get("edit"):
        return _editor(request, form, shown)
    if form.is_valid() and _revised(request, shown, form, form.question()):
        return redirect(shown)
    return _editor(request, form, shown, status=422)


def _revised(request: SignedInRequest, shown: Item, form: ItemForm, now: Question) -> bool:
    based_on = form.cleaned_data["based_on"]
    try:
        kept = operations.revise(item=shown, question=now, by=request.user, based_on=based_on)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    messages.success(request, f"Saved as version {kept.number}.")
    return True


def _editor(
    request: SignedInRequest, form: ItemForm, shown: Item | None = None, status: int = 200
) -> HttpResponse:
    """The page, or only its lines after a button of theirs."""
    if what := request.POST.get("edit", ""):
        form.edit(what)
    version = shown.current if shown else None
    context = {
        "form": form,
        "item": shown,
        "version": version,
        "kind_name": ItemKind(form.kind).label,
        "seen": bool(version and operations.is_seen(version)),
        "stem": prose.rendered(str(form["stem"].value() or "")),
        "picture_form": PictureForm(),
    }
    is_part = bool(what) and request.htmx and request.htmx.target == "lines"
    template = "certification/_item_lines.html" if is_part else "certification/item_edit.html"
    return render(request, template, context, status=status)


@never_cache
@require_POST
@area("items")
def item_prose(request: SignedInRequest) -> HttpResponse:
    """The question as it will look, while it is being written."""
    text = request.POST.get("stem", "")[:20_000].replace("\0", "")
    return render(request, "certification/_item_prose.html", {"stem": prose.rendered(text)})


@never_cache
@require_POST
@area("items")
def item_move(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send it to review, into use or out of use."""
    shown = item_of(public_id)
    form = MoveForm(request.POST)
    act = form.cleaned_data["act"] if form.is_valid() else ""
    if act not in Item.MOVES:
        raise Http404
    if not can_move(request.user, act):
        messages.warning(request, "Examiners and managers decide what candidates meet.")
        return redirect(shown)
    try:
        moved = operations.move(item=shown, act=act, by=request.user, why=form.cleaned_data["why"])
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, f"{moved.key} is now {moved.status_words}.")
    return redirect(shown)


@never_cache
@require_safe
@area("items")
def item_version(request: SignedInRequest, public_id: uuid.UUID, number: int) -> HttpResponse:
    """A version as it was, and what it changed."""
    shown = item_of(public_id)
    versions = shown.versions.select_related("item", "domain", "written_by")
    version: ItemVersion = get_object_or_404(versions, number=number)
    before = versions.filter(number__lt=number).last()
    operations.look(version=version, by=request.user, how="version")
    context = facts(shown, version, request.user) | {
        "before": before,
        "changes": before and bank.changes(bank.question_of(before), bank.question_of(version)),
        "may_review": can_review(request.user, shown),
    }
    return render(request, "certification/item_version.html", context)


def item_of(public_id: uuid.UUID) -> Item:
    """The item with what it says now; 404 for one that says nothing yet."""
    there = Item.objects.select_related("author", "current__domain", "current__written_by")
    shown = get_object_or_404(there, public_id=public_id, current__isnull=False)
    assert shown.current
    shown.current.item = shown
    return shown
