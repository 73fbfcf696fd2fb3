"""The page of one enquiry: what was asked, what is owed, and everything that happened."""

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enquiries import histories
from enquiries.calling_rules import may_call
from enquiries.forms.answering import ACT_FORMS, ActForm
from enquiries.lookup.calling import calling_facts
from enquiries.models import Enquiry, Interaction, Promise
from enquiries.operations.answering import ways_to_write
from enquiries.views.acting import ACTS
from enquiries.worklists.due import Days, due_words, late_words, look
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.panels import Whose

LATEST = 20  # pieces of evidence to choose from


def enquiries() -> "QuerySet[Enquiry]":
    """Enquiries with everything their page names."""
    people = Enquiry.objects.with_people().select_related(
        "person__account", "person__merged_into", "duplicate_of", "conversion"
    )
    return people.prefetch_related("person__points", "joined")


@never_cache
@require_http_methods(["GET", "POST"])
@area("enquiries")
def enquiry(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Read it, and do one of its acts."""
    found = get_object_or_404(enquiries(), public_id=public_id)
    if request.method == "GET" and request.htmx and not request.htmx.history_restore_request:
        return older_rows(request, found)
    sent = request.POST.get("act", "")
    forms = {
        act: form(request.POST if act == sent else None, found) for act, form in ACT_FORMS.items()
    }
    if sent in forms and forms[sent].is_valid() and _done(request, found, forms[sent]):
        return redirect(found)
    context = page_of(request, found) | {"forms": forms, "form": forms.get(sent)}
    bad = sent in forms and forms[sent].errors
    return render(request, "enquiries/enquiry.html", context, status=422 if bad else 200)


def _done(request: SignedInRequest, found: Enquiry, form: ActForm) -> bool:
    try:
        words = ACTS[form.act](found, form, request.user)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return False
    messages.success(request, words)
    return True


def page_of(request: SignedInRequest, found: Enquiry) -> dict[str, object]:
    """What the page says besides its forms."""
    days, at = Days.of(request.zone), found.next_action_at
    person = histories.standing(found.person) if found.person else None
    return {
        "enquiry": found,
        "person": person,
        "due": at and due_words(str(found.get_next_action_display()), at, days),
        "due_look": look(at, days),
        "answer": answer_words(found, request.zone),
        "call": may_call(calling_facts(person, found.phone), now=timezone.now()),
        "ways": ways_to_write(found),
        "promises": _promises(found),
        "history": history_of(request, found),
        "snapshot": [(name, value) for name, value in found.snapshot.items() if value],
    }


def history_of(request: SignedInRequest, found: Enquiry) -> histories.Page:
    """The timeline of whoever asked, as far as the address bar says."""
    whose = histories.whose_of(histories.standing(found.person)) if found.person else None
    return timeline(request, whose)


def timeline(request: SignedInRequest, whose: Whose | None) -> histories.Page:
    """One page of a timeline; nobody we know has an empty one."""
    if whose is None:
        return histories.Page([], [])
    kind, before = request.GET.get("kind", ""), request.GET.get("before", "")
    return histories.timeline(whose, kind=kind, before=_instant(before))


def _instant(given: str) -> dt.datetime | None:
    """The instant of a link to older rows; nonsense is no instant."""
    try:
        at = parse_datetime(given.replace(" ", "+"))
    except ValueError:
        return None
    return at if at and timezone.is_aware(at) else None


def older_rows(request: SignedInRequest, found: Enquiry) -> HttpResponse:
    """The timeline alone, for the page that is already there."""
    return timeline_part(request, history_of(request, found))


def timeline_part(request: SignedInRequest, page: histories.Page) -> HttpResponse:
    """Older rows to stand below those already read, or the timeline of another kind."""
    part = "_timeline_rows" if request.htmx.target == "older" else "_timeline"
    return render(request, f"enquiries/{part}.html", {"history": page})


def answer_words(found: Enquiry, zone: ZoneInfo) -> tuple[str, str]:
    """How it stands with the first answer: a shape and words."""
    by, answered = found.respond_by, found.first_responded_at
    if by is None:
        return ("closed", "No answer is owed")
    if answered:
        late = answered - by
        words = (
            "Answered in time" if late <= dt.timedelta() else f"Answered {late_words(late)} late"
        )
        return ("done" if late <= dt.timedelta() else "warn", words)
    if not found.is_open:
        return ("closed", "Closed without an answer")
    now = timezone.now()
    if now < by:
        local = by.astimezone(zone)
        return ("next", f"Answer by {local:%a} {local.day} {local:%b}, {local:%H:%M}")
    return ("late", f"Unanswered, {late_words(now - by)} late")


def _promises(found: Enquiry) -> list[tuple[Promise, str, str, list[tuple[str, str]]]]:
    """Each promise with its state and, while it is open, what may have kept it."""
    made = list(found.promises.select_related("made_by").soonest_first())
    done = _evidence(found) if any(one.kept_at is None for one in made) else []
    return [
        (one, *histories.promise_state(one), [each[1:] for each in done if each[0] >= one.made_at])
        for one in made
    ]


def _evidence(found: Enquiry) -> list[tuple[dt.datetime, str, str]]:
    """What was said and sent about this enquiry, newest first."""
    said = Interaction.objects.filter(enquiry=found, message=None).newest_first()[:LATEST]
    sent = OutboundMessage.objects.about(found).defer("context").order_by("-pk")[:LATEST]
    rows = [
        (one.at, f"said-{one.pk}", f"{one.get_kind_display()}: {one.text[:60]}") for one in said
    ]
    rows += [(one.queued_at, f"mail-{one.pk}", f"Email: {one.title}") for one in sent]
    return sorted(rows, reverse=True)
