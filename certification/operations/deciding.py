"""Deciding on a candidate: a person who neither taught, nor mentored, nor marked them."""

from django.db import IntegrityError, transaction

from certification.impartiality import ties
from certification.models import (
    Attempt,
    AttemptStatus,
    Decision,
    Outcome,
    ReleaseBatch,
    Score,
)
from certification.operations import log
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

REFUSALS = {
    "nobody_decides_on_themselves": "It is your own examination, so somebody else decides.",
    "who_was_contested_does_not_decide": (
        "An appeal against your decision was upheld, so somebody else decides."
    ),
    "who_decides_has_no_tie": "You taught or mentored this candidate, so somebody else decides.",
    "who_decides_has_not_marked": "You marked this examination, so somebody else decides.",
}


def decide(
    *, attempt: Attempt, outcome: Outcome, by: User, reason: str = "", override: str = ""
) -> Decision:
    """Decide on the latest score. The candidate reads nothing until the result is released.

    `override` is the recorded reason why a tie was accepted, where nobody free can be found;
    whoever marked never decides. Raises RuleBroken for ties, for an attempt that is not scored,
    and for a decision against the score without a reason.
    """
    try:
        with transaction.atomic():
            return _decide(locked(attempt), outcome, by, reason, override)
    except IntegrityError as error:
        raise RuleBroken(_refusal(error), instead="Hand it to a colleague who is free.") from error


def _decide(attempt: Attempt, outcome: Outcome, by: User, reason: str, override: str) -> Decision:
    attempt.move("decide")
    score = attempt.scores.latest("number")
    _against_the_score_needs_a_reason(score, outcome, reason)
    near = [tie.words for tie in ties(by, attempt.candidate)]
    if near and override:
        _nobody_else_is_free(attempt, by)
    decision = Decision.objects.create(
        attempt=attempt,
        number=attempt.decisions.count() + 1,
        score=score,
        outcome=outcome,
        reason=reason,
        decided_by=by,
        override=override if near else "",
    )
    attempt.version += 1
    attempt.save()
    log.record(
        act="attempt.decided",
        subject=attempt,
        actor=by,
        outcome=str(outcome),
        score=score.number,
        ties=near,
        override=decision.override,
    )
    return decision


def _nobody_else_is_free(attempt: Attempt, by: User) -> None:
    """Whoever is tied decides only where every other manager is tied, too."""
    others = User.objects.who_may("decisions").exclude(pk__in=[by.pk, attempt.candidate_id])
    free = next((one for one in others if not ties(one, attempt.candidate)), None)
    if free:
        raise RuleBroken(
            "You taught or mentored this candidate, so somebody else decides.",
            instead=f"{free.name} is free to.",
        )


def _against_the_score_needs_a_reason(score: Score, outcome: Outcome, reason: str) -> None:
    if score.passed is None and outcome != Outcome.DEFERRED:
        raise RuleBroken(
            "The form has no cut score yet, so nobody has passed or failed.",
            instead="Sign the standard first, or defer.",
        )
    usual = Outcome.GRANTED if score.passed else Outcome.REFUSED
    if outcome != usual and not reason:
        raise RuleBroken("This is not what the score says. Write down why.")


def _refusal(error: IntegrityError) -> str:
    diag = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", "") or ""
    return REFUSALS.get(name, "This cannot be decided now: somebody was first.")


def decide_as_scored(*, attempt: Attempt, by: User) -> Decision:
    """Decide what the latest score says. Raises RuleBroken as `decide` does."""
    score = attempt.scores.latest("number")
    outcome = Outcome.GRANTED if score.passed else Outcome.REFUSED
    return decide(attempt=attempt, outcome=outcome, by=by)


@transaction.atomic
def take_up_again(*, attempt: Attempt, by: User, why: str) -> Attempt:
    """What was deferred is decided anew, without an appeal. Raises RuleBroken for the rest."""
    attempt = locked(attempt)
    latest = attempt.decisions.order_by("-number").first()
    if latest is None or latest.outcome != Outcome.DEFERRED:
        raise RuleBroken(
            "Only a deferred decision is taken up again.",
            instead="Whoever disagrees with a decision appeals.",
        )
    return reopen(attempt=attempt, by=by, why=why)


@transaction.atomic
def reopen(*, attempt: Attempt, by: User, why: str) -> Attempt:
    """After an upheld appeal: the attempt stands scored again, and a new decision is added."""
    attempt = locked(attempt)
    attempt.move("reopen")
    attempt.version += 1
    attempt.save()
    log.record(act="attempt.reopened", subject=attempt, actor=by, why=why)
    return attempt


@transaction.atomic
def put_in_batch(*, decision: Decision, batch: ReleaseBatch, by: User) -> None:
    """A decided result goes out with this batch. Raises RuleBroken once the batch is out."""
    batch = locked(batch)
    if batch.released_at:
        raise RuleBroken("This batch is out already.", instead="Make a new one.")
    attempt = locked(decision.attempt)
    if attempt.status != AttemptStatus.DECIDED or attempt.decisions.latest("number") != decision:
        raise RuleBroken(f"This result cannot go out: it is {attempt.status_words}.")
    decision.batch = batch
    decision.save(update_fields=["batch"])
    log.record(act="decision.batched", subject=decision, actor=by, batch=str(batch.public_id))
