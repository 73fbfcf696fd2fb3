"""Who reads the lessons of a place: the student, or whoever teaches the course looking on."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from courses.lessons.outline import Outline, Step, outline
from courses.models import Enrolment, LessonPage
from courses.operations.learning import LEARNING
from courses.permissions import can_preview_lessons
from institute.accounts.requests import SignedInRequest

AN_HOUR, MOST_WORDS = 60 * 60, 30
ENOUGH = "That is a lot of writing for one hour. Your text is still in your browser: go back to it."


@dataclass(frozen=True)
class Reader:
    """The place, and whether the person who looks is its student."""

    enrolment: Enrolment
    is_learner: bool

    @property
    def moderates(self) -> bool:
        return not self.is_learner

    def outline(self) -> Outline:
        return outline(self.enrolment, preview=not self.is_learner)

    def step(self, lesson: int, whole: Outline) -> Step:
        """A lesson that is written, of this course; others do not exist."""
        step = whole.of(lesson)
        if step is None or not step.has_page:
            raise Http404("There is no such lesson.")
        return step

    def open_step(self, lesson: int) -> Step:
        """The same, once the lesson is open: what is behind a closed one does not exist yet."""
        step = self.step(lesson, self.outline())
        if not step.is_open:
            raise Http404("This lesson is not open yet.")
        return step


View = Callable[Concatenate[SignedInRequest, Reader, ...], HttpResponseBase]
Door = Callable[Concatenate[SignedInRequest, ...], HttpResponseBase]


def for_readers(view: View) -> Door:
    """Open a page of lessons to its student, and to whoever teaches the course; 404 to others."""

    @never_cache
    @wraps(view)
    def opened(request: SignedInRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
        place = get_object_or_404(Enrolment.objects.with_course(), pk=pk)
        is_learner = place.student_id == request.user.pk
        if not is_learner and not can_preview_lessons(request.user, place.cohort):
            raise Http404("There is no such place.")
        if is_learner and place.status not in LEARNING:
            messages.info(request, "The lessons open when your place is confirmed.")
            return redirect("courses:enrolment", pk)
        return view(request, Reader(place, is_learner), **kwargs)

    return opened


def for_learners(view: View) -> Door:
    """The same for what only the student does; whoever looks on changes nothing."""

    @wraps(view)
    def opened(request: SignedInRequest, reader: Reader, **kwargs: Any) -> HttpResponseBase:
        if not reader.is_learner:
            messages.info(request, "You look on: nothing of what you do here is kept.")
            return redirect("courses:learn_course", reader.enrolment.pk)
        return view(request, reader, **kwargs)

    return for_readers(opened)


def page_of(step: Step) -> LessonPage:
    """What the lesson says."""
    return LessonPage.objects.get(lesson=step.lesson)


def too_many(request: SignedInRequest) -> HttpResponse | None:
    """The answer to somebody who writes more in an hour than anybody reads."""
    key = f"lesson posts of {request.user.pk}"
    cache.add(key, 0, AN_HOUR)
    try:
        tries = cache.incr(key)
    except ValueError:  # the hour ended between the two
        tries = 1
    if tries <= MOST_WORDS:
        return None
    return render(request, "429.html", {"reason": ENOUGH}, status=429)
