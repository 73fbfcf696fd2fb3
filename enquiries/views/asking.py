"""The form anyone may send, and the list staff read."""

from hashlib import sha256
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from enquiries.forms.asking import AskForm, published_course
from enquiries.models import ASKED_ABOUT
from enquiries.operations import asking
from enquiries.operations.asking import Circumstances
from institute.accounts.models import User
from institute.accounts.requests import PublicRequest
from institute.visitor_pages import same_for_every_visitor

AN_HOUR = 60 * 60
MOST_FROM_ONE_PLACE = 30  # an office behind one address may send many
MOST_FROM_ONE_PERSON = 6
HIDDEN_FIELD = "A field people cannot see was filled in."
TOO_MANY = "Many questions came from one place within an hour."


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
    asking.ask(asked=form.asked(), circumstances=_circumstances(request, form))
    if request.htmx:
        return render(request, "enquiries/_thanks.html")
    return redirect("enquiries:thanks")


@login_not_required
@require_GET
@same_for_every_visitor
def thanks(request: PublicRequest) -> HttpResponse:
    """What happens to a question that was sent without scripts."""
    return render(request, "enquiries/thanks.html")


def _page(request: PublicRequest, form: AskForm, *, status: int) -> HttpResponse:
    whole = not request.htmx or request.htmx.history_restore_request
    course = published_course(form["course"].value() or request.GET.get("course"))
    context = {
        "ask": form,
        "form": form,
        "course": course,
        "topic": form["topic"].value() or request.GET.get("topic", ""),
        "topics": ASKED_ABOUT if whole and not course else (),
    }
    template = "enquiries/ask.html" if whole else "enquiries/_ask.html"
    return render(request, template, context, status=status)


def _known(request: PublicRequest) -> dict[str, str]:
    """What a signed-in person need not type again."""
    user = request.user
    return {"name": user.display_name, "contact": user.email} if isinstance(user, User) else {}


def _circumstances(request: PublicRequest, form: AskForm) -> Circumstances:
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    why = _suspicion(request, form)
    return Circumstances(
        zone=request.zone.key,
        page=page.replace("\0", ""),
        suspicions=(why,) if why else (),
        quarantine=bool(why),
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


def _suspicion(request: PublicRequest, form: AskForm) -> str:
    """Why a person should look first; the sender never learns of it and is never refused."""
    if form.is_by_a_machine:
        return HIDDEN_FIELD
    place, reach = get_adapter().get_client_ip(request) or "", form.reach
    # A form sent fifty times over is one question.
    questions = int(cache.add(f"enquiries:seen:{form.asked().key}", 1, AN_HOUR))
    from_place = _count(f"place:{place}", questions) > MOST_FROM_ONE_PLACE
    from_person = _count(f"person:{reach.email}:{reach.phone}", questions) > MOST_FROM_ONE_PERSON
    return TOO_MANY if from_place or from_person else ""


def _count(what: str, more: int) -> int:
    """How many within the hour, with these; addresses are kept as a hash only."""
    key = f"enquiries:{sha256(what.encode()).hexdigest()}"
    cache.add(key, 0, AN_HOUR)
    try:
        return cache.incr(key, more)
    except ValueError:  # the hour ended between the two
        return more
