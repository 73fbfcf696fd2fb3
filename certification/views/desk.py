"""A candidate's own attempt, and where its pages lead while it runs."""

import uuid
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from certification import paper
from certification.models import Attempt, AttemptStatus
from institute.accounts.models import User

Facts = dict[str, object]
FRAME, QUESTION = ("attempt", "review", "submit"), ("question", "answer", "flag")
SOME_ATTEMPT, SOME_POSITION = uuid.UUID(int=0), 909_090  # stand where the real ones belong


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


def ways(attempt: Attempt, position: int) -> dict[str, str]:
    """The addresses a page of a running exam leads to, by name; of a question if it shows one."""
    mine = str(attempt.public_id)
    found = {name: _pattern(name).replace("ATTEMPT", mine) for name in FRAME}
    for name in QUESTION if position else ():
        here = _pattern(name).replace("ATTEMPT", mine)
        found[name] = here.replace("POSITION", str(position))
    return found


@lru_cache(len(FRAME + QUESTION))
def _pattern(name: str) -> str:
    """An address with places to fill. Finding each anew took a twentieth of a page."""
    args = [SOME_ATTEMPT, SOME_POSITION] if name in QUESTION else [SOME_ATTEMPT]
    found = reverse(f"certification:{name}", args=args)
    return found.replace(str(SOME_ATTEMPT), "ATTEMPT").replace(str(SOME_POSITION), "POSITION")


def exam_facts(attempt: Attempt, now: paper.Now, position: int = 0) -> Facts:
    """What the frame around every page of a running exam shows."""
    dealt = paper.places(str(attempt.public_id), attempt.candidate_id)
    left = attempt.clock.left(attempt.moment)
    whole = (attempt.deadline_at - attempt.started_at).total_seconds()
    lead = ways(attempt, position)
    return {
        "attempt": attempt,
        "paper": dealt,
        "now": now,
        "parts": paper.parts(dealt, now.marks),
        "position": position,
        "ways": lead,
        "address": lead["attempt"],
        "left": left,
        # As text, since no page may group the digits that a script reads.
        "seconds_left": f"{left:.0f}",
        "seconds_used": f"{max(whole - left, 0):.0f}",
        "seconds_whole": f"{whole:.0f}",
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
