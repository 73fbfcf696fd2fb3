"""One lesson: what it says, and what is done in it."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from courses.lessons import discussion, practice
from courses.lessons.outline import Step
from courses.models import Finish, LessonPage
from courses.operations import learning
from courses.views.learning.desk import Reader, for_learners, for_readers, page_of
from institute import prose
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from institute.templatetags.moments import day

Facts = dict[str, Any]
CONSENT = "videos_of"  # hosts this browser may load videos from, until it is signed out


@require_safe
@for_readers
def lesson(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponseBase:
    """Read a lesson; where somebody reads is where they go on."""
    whole = reader.outline()
    step = reader.step(lesson, whole)
    if not step.is_open:
        messages.info(request, _not_yet(step))
        return redirect("courses:learn_course", reader.enrolment.pk)
    if reader.is_learner:
        learning.open_lesson(enrolment=reader.enrolment, lesson=step.lesson)
    return shown(request, reader, lesson, {})


def _not_yet(step: Step) -> str:
    if step.opens_at:
        return f"“{step.lesson.title}” opens on {day(step.opens_at)}."
    return f"“{step.lesson.title}” opens when the lessons before it are done."


def shown(
    request: SignedInRequest, reader: Reader, lesson: int, more: Facts, *, status: int = 200
) -> HttpResponse:
    """The page of a lesson, with `more` about what was just sent."""
    whole = reader.outline()
    step = reader.step(lesson, whole)
    page, place = page_of(step), reader.enrolment
    before, after = whole.around(lesson)
    host = host_of(page)
    plays = bool(host) and host in request.session.get(CONSENT, [])
    context = {
        "reader": reader,
        "enrolment": place,
        "outline": whole,
        "step": step,
        "lesson": step.lesson,
        "page": page,
        "body": prose.rendered(page.body),
        "transcript": prose.rendered(page.transcript),
        "embed_host": host,
        "embed_plays": plays,
        "lines": checklist(step, page),
        "questions": practice.questions(step.lesson, place if reader.is_learner else None),
        "files": step.lesson.files.filter(is_picture=False),
        "note": place.notes.filter(lesson=step.lesson).first() if reader.is_learner else None,
        "threads": discussion.threads(
            place.cohort, step.lesson, request.user, moderates=reader.moderates
        ),
        "before": before,
        "after": after,
        "says_done": page.finish in (Finish.READ, Finish.WATCHED),
    }
    answer = render(request, "courses/lessons/lesson.html", context | more, status=status)
    _allow(answer, page, host if plays else "")
    return answer


def _allow(answer: HttpResponse, page: LessonPage, host: str) -> None:
    """Let this one page play: our own file, or the host the reader agreed to."""
    update = {}
    if page.video:
        update["media-src"] = ["'self'"]
    if host:
        update["frame-src"] = [f"https://{host}"]
    if update:
        answer._csp_update = update  # type: ignore[attr-defined]  # noqa: SLF001 - how csp is told


def host_of(page: LessonPage) -> str:
    """Where the video of another site comes from; empty when there is none we would load."""
    parts = urlsplit(page.embed)
    host = parts.hostname or ""
    plain = host.isascii() and all(one.isalnum() or one in ".-" for one in host)
    return host if parts.scheme == "https" and plain and parts.netloc == host else ""


def checklist(step: Step, page: LessonPage) -> list[tuple[str, bool]]:
    """The lines with whether each is ticked."""
    ticked = step.progress.ticks if step.progress else []
    return [(line, line in ticked) for line in page.checklist]


@require_POST
@for_readers
def agree(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponse:
    """The reader lets this browser load videos of the other site."""
    step = reader.step(lesson, reader.outline())
    host = host_of(page_of(step))
    known = request.session.get(CONSENT, [])
    if host and host not in known:
        request.session[CONSENT] = [*known, host]
    return back(reader, lesson, "video")


@require_POST
@for_learners
def done(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponse:
    """The learner has read it; on to the next."""
    step = reader.step(lesson, reader.outline())
    try:
        learning.say_done(enrolment=reader.enrolment, lesson=step.lesson)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:learn_course", reader.enrolment.pk)
    whole = reader.outline()
    _, after = whole.around(lesson)
    if whole.is_done or not after or not after.is_open:
        messages.success(request, f"“{step.lesson.title}” is done.")
        return redirect("courses:learn_course", reader.enrolment.pk)
    return redirect("courses:lesson", reader.enrolment.pk, after.lesson.pk)


@require_POST
@for_learners
def ticks(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponse:
    """Tick lines of the checklist."""
    step = reader.step(lesson, reader.outline())
    try:
        learning.tick(
            enrolment=reader.enrolment, lesson=step.lesson, lines=request.POST.getlist("line")
        )
    except RuleBroken as rule:
        messages.warning(request, str(rule))
        return redirect("courses:learn_course", reader.enrolment.pk)
    if not request.htmx:
        return back(reader, lesson, "checklist")
    step = reader.step(lesson, reader.outline())
    page = page_of(step)
    context = {"enrolment": reader.enrolment, "lesson": step.lesson, "step": step, "page": page}
    context |= {"lines": checklist(step, page), "reader": reader}
    return render(request, "courses/lessons/_checklist.html", context)


@require_POST
@for_learners
def watched(request: SignedInRequest, reader: Reader, lesson: int) -> HttpResponse:
    """Where the video stands, from the player: 204, or 422 when it is no number."""
    step = reader.step(lesson, reader.outline())
    told = [request.POST.get(name, "") for name in ("at", "watched", "length")]
    if not all(one.isascii() and one.isdigit() and len(one) < 8 for one in told):
        return HttpResponse("Seconds are whole numbers.", status=422)
    at, seen, length = map(int, told)
    try:
        learning.watch(
            enrolment=reader.enrolment, lesson=step.lesson, at=at, watched=seen, length=length
        )
    except RuleBroken as rule:
        return HttpResponse(str(rule), status=409)
    return HttpResponse(status=204)


def back(reader: Reader, lesson: int, part: str) -> HttpResponse:
    """To a part of the lesson."""
    answer = redirect("courses:lesson", reader.enrolment.pk, lesson)
    answer["Location"] += f"#{part}"
    return answer
