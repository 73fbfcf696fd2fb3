"""The form anyone may send, and the proof of work its script asks for."""

import time
from dataclasses import asdict
from hashlib import sha256
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache, caches
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from enquiries import proof
from enquiries.forms.asking import AskForm, campaign_of, published_course
from enquiries.models import ASKED_ABOUT, Enquiry
from enquiries.operations import asking
from enquiries.operations.asking import Asked, Circumstances
from enquiries.proof import Proof, Verdict
from enquiries.suspicion import Signals, score
from institute.accounts.models import User
from institute.accounts.requests import PublicRequest
from institute.caches import ForgivingRedisCache
from institute.visitor_pages import same_for_every_visitor

AN_HOUR = 60 * 60


# The form stands on pages kept for every visitor, which carry no token; the origin is checked.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@same_for_every_visitor
def ask(request: PublicRequest) -> HttpResponse:
    """Ask the Institute a question."""
    if request.method != "POST":
        return _page(request, AskForm(initial=_known(request)), status=200)
    _refuse_other_sites(request)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    asked = form.asked()
    enquiry = asking.ask(asked=asked, circumstances=_circumstances(request, form, asked))
    return _thank(enquiry, request) if request.htmx else redirect("enquiries:thanks")


@login_not_required
@require_GET
@same_for_every_visitor
def thanks(request: PublicRequest) -> HttpResponse:
    """What happens to a question that was sent without scripts."""
    return render(request, "enquiries/thanks.html")


@login_not_required
@require_GET
@never_cache
def challenge(request: PublicRequest) -> HttpResponse:
    """A signed challenge for the form's script, asked for when somebody begins to type."""
    return JsonResponse(asdict(proof.challenge(_key(), time.time())))


def _thank(enquiry: Enquiry, request: PublicRequest) -> HttpResponse:
    """The same words for a question that waits for a person's eye, and for its copies."""
    context = {"by": enquiry.respond_by, "zone": ZoneInfo(enquiry.zone)}
    return render(request, "enquiries/_thanks.html", context)


def _page(request: PublicRequest, form: AskForm, *, status: int) -> HttpResponse:
    whole = not request.htmx or request.htmx.history_restore_request
    course = published_course(form["course"].value() or request.GET.get("course"))
    context = {
        "ask": form,
        "form": form,
        "course": course,
        "topic": form["topic"].value() or request.GET.get("topic", ""),
        "topics": ASKED_ABOUT if not course and (whole or _on_own_page(request)) else (),
    }
    template = "enquiries/ask.html" if whole else "enquiries/_ask.html"
    return render(request, template, context, status=status)


def _on_own_page(request: PublicRequest) -> bool:
    """Whether the form stands on its own page, where one may choose what it is about."""
    return (request.htmx.current_url_abs_path or "").startswith(reverse("enquiries:ask"))


def _known(request: PublicRequest) -> dict[str, str]:
    """What a signed-in person need not type again."""
    user = request.user
    return {"name": user.display_name, "contact": user.email} if isinstance(user, User) else {}


def _circumstances(request: PublicRequest, form: AskForm, asked: Asked) -> Circumstances:
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    verdict = _proof_of(form, asked)
    found = score(_signals(request, form, asked, verdict))
    return Circumstances(
        zone=form.cleaned_data["zone"] or request.zone.key,
        page=page.replace("\0", ""),
        spam_score=found.points,
        suspicions=found.words,
        quarantine=found.is_suspect,
        utm=campaign_of(str(form.cleaned_data["utm"] or ""), _query(page)),
        as_sent=form.as_sent(),
    )


def _refuse_other_sites(request: PublicRequest) -> None:
    """Raise PermissionDenied when the browser says that the form stood on someone else's page."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin") or request.headers.get("Referer")
    ours = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    foreign = site not in {"same-origin", "none"} if site else origin and _host(origin) not in ours
    if foreign:
        raise PermissionDenied("This form was sent from another site. Send it from our own page.")


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:  # a bracket that is no IPv6 address
        return ""


def _query(address: str) -> str:
    return address.partition("#")[0].partition("?")[2]


def _key() -> bytes:
    return salted_hmac("enquiries.proof", "", algorithm="sha256").digest()


def _proof_of(form: AskForm, asked: Asked) -> Verdict:
    """What the answer is worth. It counts for one question, however often that one is sent."""
    answer = form.cleaned_data["proof"]
    verdict = proof.judge(str(answer or ""), _key(), time.time())
    if verdict.proof == Proof.SOLVED and not _first_use(verdict.salt, asked.key):
        return Verdict(Proof.REUSED, verdict.seconds, verdict.salt)
    return verdict


def _first_use(salt: str, question: str) -> bool:
    spent = f"enquiries:proof:{salt}"
    # Without the cache every use is the first: nobody is suspected because a server is away.
    return cache.add(spent, question, proof.GOOD_FOR) or cache.get(spent, question) == question


def _signals(request: PublicRequest, form: AskForm, asked: Asked, verdict: Verdict) -> Signals:
    place = get_adapter().get_client_ip(request) or ""
    from_place, from_person = _counted(
        asked, f"place:{place}", f"person:{asked.reach.email}:{asked.reach.phone}"
    )
    return Signals(
        name=asked.name,
        question=asked.question,
        hidden_field=form.is_by_a_machine,
        proof=verdict.proof,
        seconds=verdict.seconds,
        from_place=from_place,
        from_person=from_person,
    )


def _counted(asked: Asked, *sources: str) -> list[int]:
    """How many questions each sent within the hour; a form sent fifty times over is one.

    Addresses are kept as a hash only. Without the cache nobody is counted.
    """
    keys = [f"enquiries:{sha256(source.encode()).hexdigest()}" for source in sources]
    shared = caches["default"]
    assert isinstance(shared, ForgivingRedisCache)
    counts = shared.count_distinct(keys, asked.key[:16], AN_HOUR)
    return [counts.get(key, 0) for key in keys]
