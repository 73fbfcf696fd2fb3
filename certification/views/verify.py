"""Checking a certificate: for everybody, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from certification.credentials import baked_badge, certificate_pdf
from certification.forms.verifying import FileForm, NumberForm
from certification.models import Credential
from certification.operations import verifying
from certification.verification.pages import shown
from certification.verification.verdicts import SENTENCES, headline
from certification.views.limits import few
from institute.accounts.requests import PublicRequest
from institute.errors import RuleBroken

UNKNOWN = (
    "We know no certificate with this number that its holder shows. Compare it with the paper, or"
    " ask the holder."
)
DRAWN = 24 * 3600  # seconds a drawn file is kept


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@few("checks", 60)
def verify(request: PublicRequest) -> HttpResponse:
    """Check a certificate by its number or by its file."""
    if request.method == "POST":
        return _check_file(request)
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_bound and form.is_valid():
        found = Credential.objects.numbered(form.cleaned_data["number"]).public().first()
        if found:
            return redirect(found)
        form.add_error("number", UNKNOWN)
    return _page(request, form, FileForm())


def _check_file(request: PublicRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, NumberForm(), form)
    try:
        checked = verifying.check_file(form.cleaned_data["file"].read(verifying.MOST + 1))
    except RuleBroken as rule:
        form.add_error("file", str(rule))
        return _page(request, NumberForm(), form)
    context = {
        "section": "certification",
        "checked": checked,
        "headline": headline(checked.verdict, checked.credential),
        "sentence": SENTENCES[checked.verdict],
        "shown": shown(checked.credential) if checked.credential else None,
        "number_form": NumberForm(),
        "file_form": FileForm(),
    }
    return _hidden(render(request, "certification/verify_file.html", context))


def _page(request: PublicRequest, number: NumberForm, file: FileForm) -> HttpResponse:
    bad = file if file.errors else number
    context = {
        "section": "certification",
        "number_form": number,
        "file_form": file,
        "form": bad if bad.errors else None,
    }
    status = 422 if bad.errors else 200
    return render(request, "certification/verify.html", context, status=status)


@login_not_required
@never_cache
@require_safe
@few("certificates", 120)
def verified(request: PublicRequest, public_id: str) -> HttpResponse:
    """What one certificate is worth now."""
    credential = _visible(request, public_id)
    is_own = credential.certification.holder_id == request.user.pk
    if not is_own and request.method == "GET":
        verifying.count_look(credential, timezone.localdate())
    context = {
        "section": "certification",
        "shown": shown(credential),
        "credential": credential,
        "is_own": is_own,
        "number_form": NumberForm(),
    }
    return _hidden(render(request, "certification/verified.html", context))


@login_not_required
@require_safe
@few("certificates", 120)
def verified_file(request: PublicRequest, public_id: str, kind: str) -> HttpResponse:
    """The signed credential, or the certificate, or the badge that carries it."""
    credential = _visible(request, public_id)
    content, mime = _file(credential, kind)
    response = HttpResponse(content, content_type=mime)
    name = f"{credential.certification.number}.{kind}"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return _hidden(response)


def _file(credential: Credential, kind: str) -> tuple[str | bytes, str]:
    if kind == "json":
        return credential.document, "application/json"
    if kind == "jwt":
        return credential.token, "application/jwt"
    if kind == "pdf":
        return _drawn(credential, kind), "application/pdf"
    return _drawn(credential, kind), "image/png"


def _drawn(credential: Credential, kind: str) -> bytes:
    """Drawn once a day at most: the same credential makes the same bytes."""
    name = f"credential:{credential.sha256}:{credential.public_id}:{kind}"
    kept: bytes | None = cache.get(name)
    if kept is not None:
        return kept
    made = certificate_pdf(credential) if kind == "pdf" else baked_badge(credential)
    cache.set(name, made, DRAWN)
    return made


def _visible(request: PublicRequest, public_id: str) -> Credential:
    """A certificate its holder shows, or the reader's own; any other does not exist."""
    if public_id != public_id.upper():
        raise Http404
    everything = Credential.objects.with_standing().visible_to(request.user)
    return get_object_or_404(everything, public_id=public_id)


def _hidden(response: HttpResponse) -> HttpResponse:
    """For people who were given the address, not for search engines."""
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
