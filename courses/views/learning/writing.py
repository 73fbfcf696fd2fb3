"""What is written beside a lesson: one's own note, and the talk of the cohort."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from courses.models import DiscussionPost
from courses.operations import discussing
from courses.permissions import can_moderate
from courses.views.learning.desk import Reader, for_learners, for_readers, too_many
from courses.views.learning.lesson import back, shown
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@require_POST
@for_learners
def note(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponse:
    """Save a note; a save over what another tab wrote answers 409 with both texts."""
    step = reader.open_step(lesson)
    text = _text(request, "text")
    sent = request.POST.get("revision", "")
    revision = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else -1
    try:
        discussing.write_note(
            enrolment=reader.enrolment, lesson=step.lesson, text=text, revision=revision
        )
    except discussing.WrittenMeanwhile as meanwhile:
        more = {"note": meanwhile.note, "note_typed": text, "note_trouble": str(meanwhile)}
        return shown(request, reader, lesson, more, status=409)
    except RuleBroken as rule:
        more = {"note_typed": text, "note_trouble": str(rule)}
        return shown(request, reader, lesson, more, status=422)
    messages.success(request, "Your note is saved.")
    return back(reader, lesson, "notes")


@require_POST
@for_readers
def post(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponse:
    """Ask or answer under a lesson."""
    step = reader.open_step(lesson)
    if refused := too_many(request):
        return refused
    text = _text(request, "text")
    parent = request.POST.get("parent", "")
    try:
        discussing.post(
            cohort=reader.enrolment.cohort,
            lesson=step.lesson,
            author=request.user,
            text=text,
            form_token=_token(request.POST.get("form_token", "")),
            parent=_one(reader, lesson, parent) if parent else None,
        )
    except RuleBroken as rule:
        more = {"post_typed": text, "post_trouble": str(rule), "post_parent": parent}
        return shown(request, reader, lesson, more, status=422)
    return back(reader, lesson, "discussion")


@require_POST
@for_readers
def report(request: SignedInRequest, reader: Reader, lesson: int, post: int) -> HttpResponse:
    """Ask the instructor to look at a post."""
    if refused := too_many(request):
        return refused
    shown_post = _one(reader, lesson, str(post))
    try:
        discussing.report(post=shown_post, by=request.user, reason=_text(request, "reason"))
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Thank you. The instructor sees your report.")
    return back(reader, lesson, "discussion")


@require_POST
@for_readers
def moderate(request: SignedInRequest, reader: Reader, lesson: int, post: int) -> HttpResponse:
    """Mark a good answer, hide a post, or take either back: for whoever teaches."""
    if not can_moderate(request.user, reader.enrolment.cohort):
        raise Http404("There is no such page.")
    chosen, act = _one(reader, lesson, str(post)), request.POST.get("act", "")
    try:
        if act in ("mark", "unmark"):
            discussing.mark(post=chosen, by=request.user, good=act == "mark")
        elif act == "hide":
            discussing.hide(post=chosen, by=request.user, reason=_text(request, "reason"))
        elif act == "show":
            discussing.show_again(post=chosen)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    return back(reader, lesson, "discussion")


def _one(reader: Reader, lesson: int, pk: str) -> DiscussionPost:
    """A post of this cohort under this lesson; others do not exist."""
    if not (pk.isascii() and pk.isdigit() and len(pk) < 18):
        raise Http404("There is no such post.")
    return get_object_or_404(
        DiscussionPost, pk=int(pk), cohort=reader.enrolment.cohort, lesson=lesson
    )


def _token(sent: str) -> uuid.UUID:
    try:
        return uuid.UUID(sent)
    except ValueError:
        return uuid.uuid4()


def _text(request: SignedInRequest, name: str) -> str:
    """What was typed, without the one sign no database keeps."""
    return request.POST.get(name, "").replace("\0", "").replace("\r\n", "\n")
