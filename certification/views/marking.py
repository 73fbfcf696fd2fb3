"""The marking desk: a queue by question, and one script without a name."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from certification.forms.marking import MarkForm
from certification.forms.sitting import sent
from certification.marking_queue import desk
from certification.marking_queue.moderation import case_of
from certification.marking_queue.script import script_of
from certification.models import ItemVersion, MarkingTask, TaskStatus
from certification.operations import allocating
from certification.operations.allocating import Taken
from certification.operations.drafting import keep_draft
from certification.operations.marking import Stale, is_frozen
from certification.operations.marking import mark as give_mark
from institute import prose
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken

LOST, UNREADABLE = 409, 422
NEWER = "Something newer is kept, from another window of yours."
GONE = "This script is no longer with you."
ALL_DONE = "No more answers to this question wait for you."


@never_cache
@require_safe
@area("marking")
def marking(request: SignedInRequest) -> HttpResponse:
    """Every question with scripts for this marker, what is due first first."""
    found = desk.questions(request.user)
    context = {
        "questions": found,
        "waiting": sum(one.progress.left for one in found),
        "may_moderate": may_enter("moderation", request.user.roles),
    }
    return render(request, "certification/marking.html", context)


@require_POST
@area("marking")
def marking_start(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the next script of a question."""
    version = get_object_or_404(ItemVersion, pk=pk)
    return _on(request, allocating.take_next(marker=request.user, version=version))


def _on(request: SignedInRequest, task: MarkingTask | None) -> HttpResponse:
    if task:
        return redirect(task)
    messages.info(request, ALL_DONE)
    return redirect("certification:marking")


def _task(request: SignedInRequest, public_id: uuid.UUID) -> MarkingTask:
    tasks = MarkingTask.objects.readable_by(request.user)
    return desk.task_with_everything(get_object_or_404(tasks, public_id=public_id).pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("marking")
def marking_task(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """One script and its rubric. Opening it holds it for half an hour."""
    task = _task(request, public_id)
    if request.method == "POST":
        return _save(request, task)
    try:
        allocating.take_up(task=task, marker=request.user)
    except Taken as taken:
        return _gone(request, task, taken)
    task.refresh_from_db(fields=["status", "marker", "lease_until", "draft", "draft_seq"])
    form = MarkForm(task=task, text=script_of(task).text, draft=task.draft_for(request.user))
    return _page(request, task, form)


def _page(
    request: SignedInRequest, task: MarkingTask, form: MarkForm, status: int = 200
) -> HttpResponse:
    """A page that is only preloaded holds nothing behind it; the one before it already does."""
    ahead = None
    if "X-Preload" not in request.headers:
        ahead = allocating.take_next(marker=request.user, version=task.version, after=task)
    script = script_of(task)
    spans = [{"from": one.start, "to": one.end} for one in form.said]
    context = (
        _side(request, task, ahead)
        | {
            "form": form,
            "script": script,
            "paragraphs": script.paragraphs(spans),
            "frozen": is_frozen(task),
            "case": case_of(task, request.user),
            "exam": desk.exam_of(task.version),
            "number": desk.place_of(task.version),
            "round_words": desk.ROUNDS[task.round],
            "highest": sum(len(one["levels"]) - 1 for one in task.version.rubric),
        }
        | _asked(task.version)
    )
    return render(request, "certification/marking_task.html", context, status=status)


def _asked(version: ItemVersion) -> dict[str, object]:
    """The question as candidates met it, and an answer that would do."""
    exhibits = version.options.get("exhibits") or []
    return {
        "stem": prose.rendered(version.stem),
        "exhibits": [(one.get("title", ""), prose.rendered(one["text"])) for one in exhibits],
        "model_answer": prose.rendered(str(version.key.get("model_answer") or "")),
    }


def _side(
    request: SignedInRequest, task: MarkingTask, ahead: MarkingTask | None
) -> dict[str, object]:
    """What surrounds a script: the queue, how far they are, where next leads."""
    return {
        "task": task,
        "queue": desk.queue(task, request.user),
        "progress": desk.progress(task.version, request.user),
        "next_url": ahead.get_absolute_url() if ahead else reverse("certification:marking"),
    }


def _save(request: SignedInRequest, task: MarkingTask) -> HttpResponse:
    form = MarkForm(request.POST, task=task, text=script_of(task).text)
    if not form.is_valid():
        return _page(request, task, form, UNREADABLE)
    try:
        give_mark(task=task, marker=request.user, given=form.given)
    except Stale as stale:
        return _conflict(request, task, form, stale)
    except Taken as taken:
        return _gone(request, task, taken, form)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return _page(request, task, form, LOST)
    return _saved(request, task)


def _saved(request: SignedInRequest, task: MarkingTask) -> HttpResponse:
    """On to the next; a browser that has it already is only told what changed around it."""
    marker = request.user
    following = allocating.take_next(marker=marker, version=task.version, after=task)
    if following is None or request.headers.get("X-Preloaded") != following.get_absolute_url():
        return _on(request, following)
    ahead = allocating.take_next(marker=marker, version=task.version, after=following)
    context = _side(request, following, ahead)
    return render(request, "certification/_marking_side.html", context)


def _conflict(
    request: SignedInRequest, task: MarkingTask, form: MarkForm, stale: Stale
) -> HttpResponse:
    """Both versions side by side, and a button that puts this one over the other."""
    lines = [
        (criterion, stale.kept.levels.get(criterion["key"]), form.levels.get(criterion["key"]))
        for criterion in task.version.rubric
    ]
    context = {"task": task, "form": form, "kept": stale.kept, "lines": lines}
    return render(request, "certification/marking_conflict.html", context, status=LOST)


def _gone(
    request: SignedInRequest, task: MarkingTask, taken: Taken, form: MarkForm | None = None
) -> HttpResponse:
    """A colleague has it; what was filled in stays readable, theirs stays hidden."""
    context = {"task": task, "form": form, "words": str(taken)}
    return render(request, "certification/marking_gone.html", context, status=LOST)


@never_cache
@require_POST
@area("marking")
def marking_draft(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep what is filled in so far: 200; 409 when something newer is kept or it is not theirs."""
    task = _task(request, public_id)
    form = MarkForm(request.POST, task=task, text=script_of(task).text)
    sequence = sent(request.POST).seq
    if form.in_the_way:
        return _not_kept(request, task, form, form.in_the_way, UNREADABLE)
    if not keep_draft(task=task, marker=request.user, draft=form.draft, seq=sequence):
        task.refresh_from_db(fields=["status", "marker", "draft_seq"])
        mine = task.status == TaskStatus.LEASED and task.marker_id == request.user.pk
        return _not_kept(request, task, form, NEWER if mine else GONE, LOST)
    if "keep" not in request.POST:
        return JsonResponse({"seq": sequence})
    messages.success(request, "Kept. Nobody but you sees it until you save the mark.")
    return redirect(task)


def _not_kept(
    request: SignedInRequest, task: MarkingTask, form: MarkForm, words: str, status: int
) -> HttpResponse:
    """A sentence for the script; without one, the page with everything as it was typed."""
    if "keep" not in request.POST:
        return JsonResponse({"seq": task.draft_seq, "words": words}, status=status)
    if words == GONE:
        return _gone(request, task, Taken(words), form)
    if status == LOST:
        form.add_error(None, words)
    return _page(request, task, form, status)


@require_POST
@area("marking")
def marking_renew(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The page is still open: hold the script for another half hour."""
    task = _task(request, public_id)
    renewed = allocating.renew(task=task, marker=request.user)
    return HttpResponse(status=204 if renewed or task.status == TaskStatus.SUBMITTED else LOST)


@require_POST
@area("marking")
def marking_hand_back(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Let a colleague mark it."""
    task = _task(request, public_id)
    try:
        allocating.hand_back(task=task, marker=request.user)
    except RuleBroken as rule:
        return _gone(request, task, Taken(str(rule)))
    messages.success(request, f"{task.code} is back in the queue.")
    return redirect("certification:marking")
