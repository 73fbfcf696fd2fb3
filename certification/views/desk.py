"""A candidate's own attempt, and where its pages lead while it runs."""

import uuid
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from certification import paper
from certification.models import Attempt, AttemptStatus
from institute.accounts.models import User

Facts = dict[str, object]


def own(user: User, public_id: uuid.UUID) -> Attempt:
    """The reader's own attempt with the database's clock; 404 for another person's."""
    attempt = next(iter(Attempt.objects.raw(_one_of_a_candidate(), [user.pk, public_id])), None)
    if attempt is None:
        raise Http404("No such exam of yours.")
    return attempt


@lru_cache(1)
def _one_of_a_candidate() -> str:
    """The SQL of `own`. Building it for every page took longer than asking."""
    mine = Attempt.objects.of(User(pk=0)).at_now().filter(public_id=uuid.UUID(int=0))
    return mine.query.sql_with_params()[0]


def state_of(attempt: Attempt) -> str:
    """running, paused, break or over: what the candidate may do now."""
    clock = attempt.clock
    if not attempt.is_running or clock.is_over(attempt.moment):
        return "over"
    if attempt.status == AttemptStatus.PAUSED:
        return "paused"
    return "break" if clock.on_break(attempt.moment) else "running"


def exam_facts(attempt: Attempt, now: paper.Now, position: int = 0) -> Facts:
    """What the frame around every page of a running exam shows."""
    dealt = paper.places(str(attempt.public_id), attempt.candidate_id)
    left = attempt.clock.left(attempt.moment)
    whole = (attempt.deadline_at - attempt.started_at).total_seconds()
    return {
        "attempt": attempt,
        "paper": dealt,
        "now": now,
        "parts": paper.parts(dealt, now.marks),
        "position": position,
        "address": attempt.get_absolute_url(),
        "left": left,
        "used": max(whole - left, 0),
        "whole": whole,
        "is_last_section": attempt.section == dealt[-1].section,
    }


def first_open(attempt: Attempt) -> int:
    """Where somebody goes on: the first question without an answer in the open section."""
    marks = [one for one in paper.state(attempt).marks if one.section == attempt.section]
    waiting = [one.position for one in marks if not one.answered]
    return (waiting or [one.position for one in marks] or [1])[0]


def address(request: HttpRequest, attempt: Attempt, position: int) -> HttpResponse:
    """On to a question."""
    return redirect("certification:question", attempt.public_id, position)
