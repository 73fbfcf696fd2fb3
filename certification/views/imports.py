"""Files of questions, into the bank and out of it."""

import uuid

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification import interchange
from certification.bank import Filters
from certification.forms.imports import ExportForm, QuestionsForm
from certification.models import ItemImport, ItemImportRow
from certification.operations import exporting, importing
from certification.views.telling import tell_to_take_over
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

A_PAGE = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("items")
def item_imports(request: SignedInRequest) -> HttpResponse:
    """The files sent so far, and the form for the next one."""
    is_sent = request.method == "POST"
    form = QuestionsForm(request.POST, request.FILES) if is_sent else QuestionsForm()
    if is_sent and form.is_valid():
        name, data = form.sent()
        said = form.cleaned_data
        try:
            source = importing.read_file(
                name=name, data=data, domain=said["domain"], level=said["level"], by=request.user
            )
        except RuleBroken as rule:
            form.add_error("file", f"{rule} {rule.instead}".strip())
        else:
            return redirect(source)
    sent = ItemImport.objects.newest().with_numbers()
    context = {"form": form, "page": Paginator(sent, 20).get_page(request.GET.get("page"))}
    status = 422 if form.errors else 200
    return render(request, "certification/item_imports.html", context, status=status)


@never_cache
@require_safe
@area("items")
def item_import(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """What is in a file, before and after it is taken over; asks again by itself meanwhile."""
    source = get_object_or_404(ItemImport.objects.newest(), public_id=public_id)
    only = request.GET.get("only", "")
    rows = ItemImportRow.objects.of(source, only)
    done, of = cache.get(f"item-import-{source.pk}") or (0, 0)
    counts = ItemImportRow.objects.counted(source)
    context = {
        "source": source,
        "counts": counts,
        "total": sum(number for _, _, number in counts),
        "to_take": sum(number for fate, _, number in counts if fate in ("new", "changed")),
        "only": only,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "done": done,
        "of": of,
        "format": interchange.FORMATS[source.format],
    }
    is_part = request.htmx and request.htmx.target == "import"
    template = "certification/_item_import.html" if is_part else "certification/item_import.html"
    return render(request, template, context)


@never_cache
@require_POST
@area("items")
def item_import_act(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take it over, try again or discard it."""
    source = get_object_or_404(ItemImport, public_id=public_id)
    try:
        source = importing.act(source=source, name=request.POST.get("act", ""))
    except RuleBroken as rule:
        messages.info(request, str(rule))
        return redirect(source)
    if source.is_unfinished:
        tell_to_take_over(source.pk)
        return redirect(source)
    messages.success(request, "Discarded. Nothing was written.")
    return redirect("certification:item_imports")


@never_cache
@require_safe
@area("items")
def items_export(request: SignedInRequest) -> HttpResponse:
    """Choose a format for the items that fit the filter."""
    wanted = Filters.of(request.GET.dict())
    context = {"wanted": wanted, "form": ExportForm(), "number": wanted.chosen().count()}
    return render(request, "certification/items_export.html", context)


@never_cache
@require_POST
@area("items")
def items_file(request: SignedInRequest) -> HttpResponse:
    """The file itself. Everybody who takes items out of the bank is written down."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        raise Http404
    kind = form.cleaned_data["format"]
    wanted = Filters.of(request.GET.dict())
    text = exporting.export(wanted=wanted, kind=kind, by=request.user)
    day = timezone.localdate().isoformat()
    name = f"items-{day}.{interchange.ENDINGS[kind]}"
    answer = HttpResponse(text, content_type=f"{interchange.MEDIA[kind]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
