"""The list staff work from: what is to be done, soonest first."""

import datetime as dt
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from enquiries.forms.pipeline import DoneForm, HappenedForm, NewEnquiryForm, morning
from enquiries.models import Enquiry, Promise
from enquiries.operations import doing, working
from enquiries.operations.assigning import round_robin
from enquiries.operations.opening import open_enquiry
from enquiries.operations.working import Next
from enquiries.views.live import kept_fresh
from enquiries.worklists.mine import MINE, TEAM, VIEWS, Looking, WorkList
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role
from institute.errors import RuleBroken

A_LIST, LONGEST_LIST = 50, 500
SNOOZES = {"hour": "In an hour", "tomorrow": "Next morning, 9:00", "week": "In a week, 9:00"}


@area("enquiries")
@require_GET
@kept_fresh
def enquiry_list(request: SignedInRequest) -> HttpResponse:
    """What is to be done, by me, by all of us, or by nobody in particular yet."""
    looking = _looking(request)
    context = {
        "work": WorkList(looking),
        "views": [(key, name, _query(key)) for key, name in VIEWS.items()],
        "longer": _query(looking.view, min(looking.most + A_LIST, LONGEST_LIST)),
        "has_any": Enquiry.objects.exists,
        "snoozes": SNOOZES,
        "section": "list",
    }
    template = "enquiries/_work.html" if request.htmx else "enquiries/list.html"
    return render(request, template, context)


def _looking(request: SignedInRequest) -> Looking:
    usual = TEAM if request.user.has_role(Role.MANAGER) else MINE
    view, most = request.GET.get("view", usual), request.GET.get("most", "")
    number = int(most) if most.isascii() and most.isdigit() and len(most) < 5 else A_LIST
    return Looking(
        user=request.user,
        view=view if view in VIEWS else usual,
        zone=request.zone,
        most=min(max(number, A_LIST), LONGEST_LIST),
    )


def _query(view: str, most: int = 0) -> str:
    return "?" + urlencode({"view": view} | ({"most": most} if most else {}))


def back_to(request: HttpRequest) -> str:
    """The list as it was looked at; nobody is sent anywhere else."""
    view = request.POST.get("view") or request.GET.get("view", "")
    return reverse("enquiries:list") + (_query(view) if view in VIEWS else "")


@area("enquiries")
@require_http_methods(["GET", "POST"])
def done(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Tick off the next step: what happened, and what comes next."""
    enquiry = get_object_or_404(Enquiry.objects.with_people(), public_id=public_id)
    form = DoneForm(request.POST or None, initial=_as_planned(enquiry))
    if form.is_valid() and _ticked_off(request, enquiry, form):
        messages.success(request, f"Done. {enquiry.name} is in the list with the next step.")
        return redirect(back_to(request))
    context = {"form": form, "enquiry": enquiry, "back": back_to(request)}
    return _in_place(request, context, bad=bool(form.errors))


def _as_planned(enquiry: Enquiry) -> dict[str, object]:
    """What usually happened and follows, so that one key is enough."""
    wrote = enquiry.next_action in {"write", "send"}
    return {
        "kind": "email" if wrote else "call",
        "action": "call",
        "at": morning(2),
        "due": enquiry.next_action_at.isoformat() if enquiry.next_action_at else "",
    }


def _ticked_off(request: SignedInRequest, enquiry: Enquiry, form: DoneForm) -> bool:
    try:
        doing.done(
            enquiry=enquiry,
            happened=form.happened(),
            next_=form.next_step(),
            by=request.user,
            was_due=form.cleaned_data["due"],
        )
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        enquiry.refresh_from_db(fields=["next_action", "next_action_at", "status"])
        again, planned = request.POST.copy(), enquiry.next_action_at
        again["due"] = planned.isoformat() if planned else ""
        form.data = again
        return False
    return True


@area("enquiries")
@require_http_methods(["GET", "POST"])
def promise_kept(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a promise on what was done for it."""
    owed = get_object_or_404(Promise.objects.select_related("enquiry__course__current"), pk=pk)
    form = HappenedForm(request.POST or None)
    if form.is_valid():
        doing.promise_kept(promise=owed, happened=form.happened(), by=request.user)
        messages.success(request, f"Kept: {owed.text}")
        return redirect(back_to(request))
    context = {"form": form, "enquiry": owed.enquiry, "promise": owed, "back": back_to(request)}
    return _in_place(request, context, bad=bool(form.errors))


def _in_place(request: SignedInRequest, context: dict[str, object], *, bad: bool) -> HttpResponse:
    template = "enquiries/_done.html" if request.htmx else "enquiries/done.html"
    return render(request, template, context, status=422 if bad else 200)


@area("enquiries")
@require_POST
def snooze(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Do the next step later; what it is stays."""
    enquiry = get_object_or_404(Enquiry, public_id=public_id)
    later: dict[str, dt.datetime] = {
        "hour": timezone.now() + dt.timedelta(hours=1),
        "tomorrow": morning(1),
        "week": morning(5),
    }
    at = later.get(request.POST.get("later", ""), morning(1))
    try:
        working.plan_next(enquiry=enquiry, next_=Next(at=at, action=enquiry.next_action))
    except RuleBroken as rule:
        messages.error(request, str(rule))
    else:
        local = timezone.localtime(at)
        when = f"{local.day} {local:%b}, {local:%H:%M}"
        messages.success(request, f"{enquiry.name} comes back on {when}.")
    return redirect(back_to(request))


@area("enquiries")
@require_POST
def take(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Make an enquiry nobody has mine; whoever was first keeps it."""
    enquiry = get_object_or_404(Enquiry, public_id=public_id)
    dealt = round_robin(enquiries=[enquiry], staff=[request.user], by=request.user)
    for left in dealt.refused:
        messages.error(request, left.why)
    for mine in dealt.given:
        messages.success(request, f"{mine.name} is yours.")
    return redirect(back_to(request))


@area("enquiries")
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Write down an enquiry that came by email or in person."""
    form = NewEnquiryForm(request.POST or None, by=request.user, zone=request.zone)
    if form.is_valid():
        try:
            kept = open_enquiry(opened=form.opened(), by=request.user)
        except RuleBroken as rule:
            form.add_error(None, str(rule))
        else:
            _say_where(request, form, kept)
            return redirect(kept)
    return render(request, "enquiries/new.html", {"form": form}, status=422 if form.errors else 200)


def _say_where(request: SignedInRequest, form: NewEnquiryForm, kept: Enquiry) -> None:
    token = form.cleaned_data["form_token"].hex
    if kept.submission_key.endswith(token):
        messages.success(request, f"Kept as {kept.ref}.")
    else:
        words = f"{kept.name} has an open enquiry already. This was added to {kept.ref}."
        messages.success(request, words)
