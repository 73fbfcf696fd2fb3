"""A question and its answer. Both are asked for by everybody all the time: few queries, no log."""

import uuid

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from certification import paper
from certification.forms.sitting import sent
from certification.models import Attempt
from certification.operations import saving, sections
from certification.operations.addresses import hashed_address
from certification.operations.saving import Outcome, Packet, Saved
from certification.views.desk import Facts, address, exam_facts, own, state_of
from institute.accounts.requests import SignedInRequest
from institute.items import fields, responses
from institute.items.fields import body_of

STATUS = {
    Outcome.SAVED: 200,
    Outcome.OLDER: 409,
    Outcome.TAB: 409,
    Outcome.LOCKED: 409,
    Outcome.PAUSED: 409,
    Outcome.OVER: 410,
    Outcome.UNKNOWN: 404,
}
WORDS = {
    Outcome.OLDER: "A newer answer is saved already. It stands here; yours is below it.",
    Outcome.TAB: "This exam is open in another tab.",
    Outcome.LOCKED: "This section is not open. What was saved before counts.",
    Outcome.PAUSED: "The sitting is paused. What you type is kept here until it goes on.",
    Outcome.OVER: "The time of this exam is over. What was saved before counts.",
    Outcome.UNKNOWN: "There is no such question.",
}
TEMPLATES = fields.TEMPLATES | {"essay": "certification/_exam_essay.html"}


@never_cache
@require_http_methods(["GET", "POST"])
def question(request: SignedInRequest, public_id: uuid.UUID, position: int) -> HttpResponse:
    """One question a page; without a script its form saves and goes on."""
    mine = own(request.user, public_id)
    if state_of(mine) == "over":
        return redirect(mine)
    here = paper.place(str(public_id), request.user.pk, position)
    if here is None:
        raise Http404("No such question.")
    if request.method == "POST":
        return _saved_page(request, mine, here)
    if state_of(mine) != "running" or here.section != mine.section:
        return redirect(mine)
    return _page(request, mine, here, {})


@never_cache
@require_POST
def answer(request: SignedInRequest, public_id: uuid.UUID, position: int) -> JsonResponse:
    """Save what is typed: 200; 409 with what is newer or why not, 410 when over, 422 unreadable."""
    here = paper.place(str(public_id), request.user.pk, position)
    if here is None:
        return JsonResponse({"outcome": Outcome.UNKNOWN}, status=404)
    try:
        saved = saving.save(_packet(request, str(public_id), here))
    except responses.Refused as refused:
        return JsonResponse({"outcome": "refused", "words": str(refused)}, status=422)
    said = {
        "outcome": saved.outcome,
        "words": WORDS.get(saved.outcome, ""),
        "seq": saved.seq,
        "at": saved.at and saved.at.isoformat(),
    }
    if saved.outcome == Outcome.OLDER:
        said["body"] = saved.body
    return JsonResponse(said, status=STATUS[saved.outcome])


@never_cache
@require_POST
def flag(request: SignedInRequest, public_id: uuid.UUID, position: int) -> HttpResponse:
    """Flag a question to come back to, or take the flag away."""
    mine = own(request.user, public_id)
    here = paper.place(str(public_id), request.user.pk, position)
    if here is None:
        raise Http404("No such question.")
    sections.flag(item=here.item, flagged=request.POST.get("flagged") == "1")
    return address(request, mine, position)


def _packet(request: SignedInRequest, attempt: str, here: paper.Place) -> Packet:
    """Raises Refused when the body is no answer to this question."""
    asked = paper.shape(here.version, here.checksum)
    with_it = sent(request.POST)
    place = get_adapter().get_client_ip(request) or ""
    return Packet(
        attempt=attempt,
        item=here.item,
        seq=with_it.seq,
        body=responses.cleaned(asked, body_of(asked, request.POST)),
        seconds=with_it.seconds,
        tab=with_it.tab,
        address=hashed_address(place),
    )


def _saved_page(request: SignedInRequest, mine: Attempt, here: paper.Place) -> HttpResponse:
    """The form of a browser without a script: saved, then on to where it wants to go."""
    try:
        saved = saving.save(_packet(request, str(mine.public_id), here))
    except responses.Refused as refused:
        typed = body_of(paper.shape(here.version, here.checksum), request.POST)
        return _page(request, mine, here, {"trouble": str(refused), "typed": typed}, status=422)
    if saved.outcome == Outcome.SAVED:
        return _go_on(request, mine, here)
    if saved.outcome in (Outcome.OVER, Outcome.LOCKED, Outcome.PAUSED):
        return redirect(mine)
    return _page(request, mine, here, _lost(request, here, saved), status=409)


def _lost(request: SignedInRequest, here: paper.Place, saved: Saved) -> Facts:
    """What was typed into an old page: shown beside the newer answer, and lost to nobody."""
    typed = request.POST.get("text", "") if "text" in saved.body else ""
    return {"trouble": WORDS[saved.outcome], "lost": typed}


def _go_on(request: SignedInRequest, mine: Attempt, here: paper.Place) -> HttpResponse:
    """Where the button that was pressed leads."""
    go = request.POST.get("go") or str(here.position)  # taking back stays
    if go.isdigit() and len(go) < 4:
        return address(request, mine, int(go))
    dealt = paper.places(str(mine.public_id), mine.candidate_id)
    if go == "next" and here.position < len(dealt) and dealt[here.position].section == here.section:
        return address(request, mine, here.position + 1)
    return redirect("certification:review", mine.public_id)


def _page(
    request: SignedInRequest,
    mine: Attempt,
    here: paper.Place,
    more: Facts,
    *,
    status: int = 200,
) -> HttpResponse:
    now = paper.state(mine, here.position)
    says = paper.content(here.version, here.checksum)
    typed = more.pop("typed", None)
    context = exam_facts(mine, now, here.position) | {
        "here": here,
        "says": says,
        "answer_template": TEMPLATES[says.kind],
        "mark": now.marks[here.position - 1],
        "is_stored": bool(now.body),
        "controls": controls(says, here, typed if isinstance(typed, dict) else now.body),
        "section_letter": chr(
            64 + 1 + sorted({one.section for one in now.marks}).index(here.section)
        ),
        "before": here.position - 1 if _same_section(now, here, -1) else None,
        "after": here.position + 1 if _same_section(now, here, 1) else None,
    }
    return render(request, "certification/exam_question.html", context | more, status=status)


def _same_section(now: paper.Now, here: paper.Place, step: int) -> bool:
    at = here.position - 1 + step
    return 0 <= at < len(now.marks) and now.marks[at].section == here.section


def controls(says: paper.Content, here: paper.Place, body: responses.Body) -> Facts:
    """What the answer's fields show: choices in this candidate's order, and what is chosen."""
    chosen = body.get("choices") or [body.get("choice")]
    order, pairs = body.get("order", []), body.get("pairs", {})
    lines = says.in_order(here.order)
    places = {each: at for at, each in enumerate(order, start=1)}
    return {
        "lines": [(one, one.id in chosen, places.get(one.id)) for one in lines],
        "numbers": range(1, len(lines) + 1),
        "pairs": [(one, pairs.get(one.id, "")) for one in says.left],
        "text": body.get("text", ""),
        "value": body.get("value", ""),
    }
