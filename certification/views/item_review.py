"""Reviews of items, the candidate's view of them, and their pictures."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import paper
from certification.forms.items import PictureForm, ReviewForm
from certification.models import ItemPicture, ItemStatus
from certification.operations import items, pictures, reviewing
from certification.permissions import can_review
from certification.views.answers import TEMPLATES, controls
from certification.views.item_pages import facts
from certification.views.items import item_of
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("items")
def item_review(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Read an item as it is, and say what is to become of it."""
    shown = item_of(public_id)
    assert shown.current
    if not can_review(request.user, shown) or shown.status != ItemStatus.REVIEW:
        is_own = shown.status == ItemStatus.REVIEW
        messages.info(request, reviewing.OWN if is_own else "This item is not in review.")
        return redirect(shown)
    form = ReviewForm(request.POST or None, initial={"number": shown.current.number})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        version = get_object_or_404(shown.versions, number=said["number"])
        try:
            reviewing.review(
                version=version,
                reviewer=request.user,
                verdict=said["verdict"],
                comment=said["comment"],
            )
        except RuleBroken as rule:
            form.add_error("comment", str(rule))
        else:
            messages.success(request, f"{shown.key} is reviewed.")
            return redirect(shown)
    if request.method != "POST":
        items.look(version=shown.current, by=request.user, how="review")
    context = facts(shown, shown.current, request.user) | {"form": form}
    status = 422 if form.errors else 200
    return render(request, "certification/item_review.html", context, status=status)


@never_cache
@require_safe
@area("items")
def item_preview(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The item as a candidate meets it; nothing typed here is kept."""
    shown = item_of(public_id)
    version = shown.current
    assert version
    items.look(version=version, by=request.user, how="preview")
    says = paper.content(version.pk, version.checksum)
    order = tuple(line.id for line in says.choices)
    place = paper.Place(0, 1, 1, "Preview", version.pk, version.checksum, version.points, order)
    context = {
        "item": shown,
        "version": version,
        "says": says,
        "answer_template": TEMPLATES[says.kind],
        "controls": controls(says, place, {}),
    }
    return render(request, "certification/item_preview.html", context)


@never_cache
@require_POST
@area("items")
def item_picture_add(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep a picture for the texts of an item."""
    shown = item_of(public_id)
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            pictures.add(item=shown, content=form.content(), words=form.cleaned_data["words"])
        except RuleBroken as rule:
            form.add_error("file", str(rule))
        else:
            messages.success(request, "The picture is kept. Copy its line into a text.")
            return redirect("certification:item_pictures", shown.public_id)
    context = {"item": shown, "kept": shown.pictures.defer("content"), "form": form}
    return render(request, "certification/item_pictures.html", context, status=422)


@never_cache
@require_safe
@area("items")
def item_pictures(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The pictures of an item, with what to write to show them."""
    shown = item_of(public_id)
    context = {"item": shown, "kept": shown.pictures.defer("content"), "form": PictureForm()}
    return render(request, "certification/item_pictures.html", context)


@never_cache
@require_safe
def item_picture(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The picture itself, for who may see it; there is none for anybody else."""
    found = get_object_or_404(ItemPicture, public_id=public_id)
    if not pictures.may_see(request.user, found):
        return render(request, "404.html", status=404)
    answer = HttpResponse(bytes(found.content), content_type=found.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
