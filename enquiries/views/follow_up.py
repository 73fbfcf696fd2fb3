"""The messages that follow an enquiry: the rules, their texts, and what they did."""

from csp.decorators import csp, csp_update
from django.conf import settings
from django.contrib import messages as banner
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enquiries import outlook, scripts, wording
from enquiries.forms.follow_up import SwitchForm, WordingForm
from enquiries.models import LIVE, Enquiry, FollowUpRule, Purpose, Wording
from enquiries.operations import following, wordings
from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.views.staff import EMAIL_POLICY

CHOICES = 20  # enquiries offered to read a text with


@require_safe
@area("enquiries")
def follow_up(request: SignedInRequest) -> HttpResponse:
    """Which rules are on, what each did, what is about to leave, and the texts."""
    reports = outlook.reports()
    used = [report.wording.key for report in reports if report.wording]
    texts = Wording.objects.filter(purpose=Purpose.EMAIL).current()
    context = {
        "reports": reports,
        "coming": outlook.coming(),
        "texts": sorted(texts, key=lambda text: _place(used, text.key)),
        "lines": said_lines(),
        "has_address": bool(settings.MAILING_ADDRESS.strip()),
        "may_change": may_change(request.user),
    }
    return render(request, "enquiries/follow_up.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@area("enquiries")
def rule(request: SignedInRequest, key: str) -> HttpResponse:
    """Switch a rule on or off, after reading what follows."""
    found = get_object_or_404(FollowUpRule.objects.select_related("enabled_by"), key=key)
    form = SwitchForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        refuse_others(request.user)
        if form.is_valid() and _switched(request, found, form):
            return redirect("enquiries:follow_up")
    many = following.would_have_written(found)
    context = {
        "rule": found,
        "form": form,
        "many": many,
        "asks_for_number": many > following.UNASKED and not found.is_on,
        "waiting": outlook.waiting_of(found),
        "may_change": may_change(request.user),
    }
    return render(request, "enquiries/follow_up_rule.html", context, status=_status(form))


def said_lines() -> list[tuple[str, scripts.Line]]:
    """What is said at the desk in the order of a call: when, and the words."""
    lines = scripts.lines()
    return [(when, lines[key]) for key, when in scripts.SAID.items()]


def _place(used: list[str], key: str) -> tuple[int, str]:
    return (used.index(key) if key in used else len(used), key)


def _switched(request: SignedInRequest, found: FollowUpRule, form: SwitchForm) -> bool:
    try:
        if form.cleaned_data["to"] == "off":
            following.switch_off(rule=found, by=request.user)
            banner.success(request, f"{found.title}: off. What was waiting is cancelled.")
        else:
            typed = form.cleaned_data["typed"]
            following.switch_on(rule=found, by=request.user, typed=typed)
            banner.success(request, f"{found.title}: on, for whoever asks from now on.")
    except RuleBroken as broken:
        form.add_error("typed", str(broken))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
@area("enquiries")
def text(request: SignedInRequest, key: str) -> HttpResponse:
    """One text: the editor, the letter as somebody would get it, and every version."""
    known = current(key)
    start = {"title": known.title, "body": known.body, "based_on": known.version}
    form = WordingForm(request.POST if request.method == "POST" else None, initial=start)
    if request.method == "POST":
        refuse_others(request.user)
        if form.is_valid() and _saved(request, key, form):
            return redirect("enquiries:wording", key)
        known = current(key)
    context = {
        "text": known,
        "form": form,
        "meanings": wording.MEANINGS.items(),
        "versions": versions_of(key),
        "readers": _readers(),
        "rules": FollowUpRule.objects.filter(wording=key),
        "may_change": may_change(request.user),
    }
    return render(request, "enquiries/follow_up_text.html", context, status=_status(form))


def _saved(request: SignedInRequest, key: str, form: WordingForm) -> bool:
    try:
        fresh = wordings.write_wording(key=key, by=request.user, **form.cleaned_data)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        # What was typed stays; saving again is then a decision about the newer version.
        form.data = {**request.POST.dict(), "based_on": str(current(key).version)}
        return False
    banner.success(request, f"Version {fresh.version} is in use from now on.")
    return True


@require_POST
@area("enquiries")
def use(request: SignedInRequest, key: str, version: int) -> HttpResponse:
    """Take an older version up again."""
    refuse_others(request.user)
    old = get_object_or_404(Wording, key=key, version=version)
    try:
        fresh = wordings.use_version(key=key, version=version, by=request.user)
    except RuleBroken as broken:
        banner.error(request, str(broken))
    else:
        banner.success(request, f"The text of version {version} is version {fresh.version} now.")
    is_said = old.purpose == Purpose.SCRIPT
    return redirect("enquiries:script_line" if is_said else "enquiries:wording", key)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@xframe_options_sameorigin
@csp(EMAIL_POLICY)  # type: ignore[arg-type]
@area("enquiries")
def read_as(request: SignedInRequest, key: str) -> HttpResponse:
    """The whole letter alone, for the frame beside the editor; what was typed need not be saved."""
    known = current(key)
    sent = request.POST if request.method == "POST" else request.GET
    reader = _reader(sent.get("reader", ""))
    if reader is None:
        return _words("Nobody has asked by email yet, so there is nobody to read it as.")
    title, body = sent.get("title", known.title), sent.get("body", known.body)
    try:
        shown = wordings.read_as(enquiry=reader, title=title, body=body, key=key)
    except RuleBroken as broken:
        return _words(str(broken))
    return HttpResponse(shown.words.html) if shown.words else _words(shown.why_not)


def _words(reason: str) -> HttpResponse:
    return HttpResponse(reason, content_type="text/plain; charset=utf-8", status=422)


def versions_of(key: str) -> list[dict[str, object]]:
    """Every version, the newest first, each with what it changed."""
    found = list(Wording.objects.filter(key=key).select_related("written_by").order_by("version"))
    shown: list[dict[str, object]] = []
    before = None
    for one in found:
        title = wording.differences(before.title if before else one.title, one.title)
        body = wording.differences(before.body if before else one.body, one.body)
        shown.append({"text": one, "title": title, "body": body, "is_first": before is None})
        before = one
    return shown[::-1]


def _readers() -> "QuerySet[Enquiry]":
    """The newest live enquiries with an address."""
    asked = Enquiry.objects.filter(status__in=LIVE).exclude(email="").with_course()
    return asked.newest_first()[:CHOICES]


def _reader(public_id: str) -> Enquiry | None:
    readers = {str(one.public_id): one for one in _readers()}
    return readers.get(public_id) or next(iter(readers.values()), None)


def current(key: str, purpose: str = Purpose.EMAIL) -> Wording:
    """The version in use of a text with this purpose; a page that is not there for another."""
    try:
        known = wordings.current(key)
    except Wording.DoesNotExist as error:
        raise Http404 from error
    if known.purpose != purpose:
        raise Http404
    return known


def may_change(user: User) -> bool:
    """Whether this person decides what is said and written."""
    return user.has_role(Role.MANAGER)


def refuse_others(user: User) -> None:
    """Answer 403 to those who only read."""
    if not may_change(user):
        raise PermissionDenied("Managers change what the Institute says and writes.")


def _status(form: SwitchForm | WordingForm) -> int:
    return 422 if form.is_bound and form.errors else 200
