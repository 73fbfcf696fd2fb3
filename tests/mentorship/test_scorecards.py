"""Scorecards: one for each session, never rewritten, corrected by a revision that says why."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import IntegrityError, connection, transaction

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from mentorship.models import (
    Booking,
    BookingStatus,
    Criterion,
    OfferKind,
    QuestionUse,
    Rubric,
    Score,
    Scorecard,
)
from mentorship.operations import questions
from mentorship.operations.scoring import revise_scorecard, submit_scorecard
from tests import make
from tests.conftest import at_the_same_time
from tests.mentorship.preparing import interviewer, mock, says, scored

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(student: User) -> Booking:
    """A mock interview that took place."""
    return mock(interviewer(), student)


def submit(booking: Booking, token: uuid.UUID | None = None) -> Scorecard:
    return submit_scorecard(
        booking=booking, by=booking.mentor.user, says=says(), form_token=token or uuid.uuid4()
    )


def test_a_scorecard_judges_six_criteria_with_the_words_that_earned_the_level(
    session: Booking,
) -> None:
    card = scored(session, risk=1)

    assert card.scores.count() == 6
    assert card.weakest.criterion.key == "risk"
    assert card.weakest.evidence == "They said Risk."


def test_sending_the_same_form_again_is_one_scorecard_and_one_letter(session: Booking) -> None:
    token = uuid.uuid4()

    assert submit(session, token) == submit(session, token)
    assert OutboundMessage.objects.filter(kind="mentorship.scorecard_ready").count() == 1


def test_a_second_scorecard_of_a_session_is_refused(session: Booking) -> None:
    submit(session)

    with pytest.raises(RuleBroken, match="has a scorecard already"):
        submit(session)


@pytest.mark.parametrize(
    "status", [BookingStatus.NO_SHOW_STUDENT, BookingStatus.CANCELLED_BY_STUDENT]
)
def test_what_did_not_take_place_is_not_scored(student: User, status: BookingStatus) -> None:
    with pytest.raises(RuleBroken, match="There is nothing to score"):
        submit(mock(interviewer(), student, status=status))


def test_what_lies_ahead_is_not_scored(student: User) -> None:
    ahead = mock(interviewer(), student, days_ago=-2, status=BookingStatus.CONFIRMED)

    with pytest.raises(RuleBroken, match="has not begun"):
        submit(ahead)


def test_a_session_that_is_no_mock_interview_has_no_scorecard(student: User) -> None:
    talk = mock(make.mentor(), student, kind=OfferKind.MENTORING)

    with pytest.raises(RuleBroken, match="Only a mock interview"):
        submit(talk)


def test_a_criterion_that_is_missing_is_named(session: Booking) -> None:
    whole = says()
    without_risk = {key: one for key, one in whole.scores.items() if key != "risk"}

    with pytest.raises(RuleBroken, match="Give a level for Risk"):
        submit_scorecard(
            booking=session,
            by=session.mentor.user,
            says=replace(whole, scores=without_risk),
            form_token=uuid.uuid4(),
        )


def test_what_was_not_asked_goes_back_to_the_bank(student: User) -> None:
    booking = mock(interviewer(), student, status=BookingStatus.CONFIRMED)
    asked, *_ = questions.draw(booking=booking)

    submit_scorecard(
        booking=booking,
        by=booking.mentor.user,
        says=replace(says(), asked=[asked.pk]),
        form_token=uuid.uuid4(),
    )

    assert list(QuestionUse.objects.of_student(student)) == [asked]


# --- Revisions -------------------------------------------------------------------------------


def revised(card: Scorecard, **levels: int) -> Scorecard:
    return revise_scorecard(
        card=card,
        by=card.by,
        says=says(levels),
        reason="I mixed up two answers.",
        form_token=uuid.uuid4(),
    )


def test_a_revision_counts_and_the_first_one_is_kept(session: Booking, student: User) -> None:
    first = scored(session, risk=1)
    second = revised(first, risk=3)

    assert list(Scorecard.objects.of_student(student).latest_only()) == [second]
    assert [card.revision for card in Scorecard.objects.of_session(session)] == [2, 1]
    assert first.scores.get(criterion__key="risk").level == 1


def test_an_old_revision_cannot_be_revised(session: Booking) -> None:
    first = scored(session)
    revised(first)

    with pytest.raises(RuleBroken, match="revised meanwhile"):
        revised(first)


def test_the_letter_about_a_revised_scorecard_is_not_sent_any_more(session: Booking) -> None:
    revised(scored(session))

    deliver()

    letters = OutboundMessage.objects.filter(kind="mentorship.scorecard_ready").order_by("pk")
    assert [one.status for one in letters] == [Status.CANCELLED, Status.SENT]


# --- The database keeps it -------------------------------------------------------------------

REWRITES: dict[str, Callable[[Scorecard], object]] = {
    "a level": lambda card: card.scores.update(level=4),
    "a quotation": lambda card: card.scores.update(evidence="Something nicer."),
    "the summary": lambda card: Scorecard.objects.filter(pk=card.pk).update(summary="Better."),
    "gone scores": lambda card: card.scores.all()._raw_delete(card.scores.db),
    "gone card": lambda card: Scorecard.objects.filter(pk=card.pk)._raw_delete("default"),
}


@pytest.mark.parametrize("act", REWRITES.values(), ids=REWRITES.keys())
def test_nothing_that_was_submitted_is_rewritten(
    session: Booking, act: Callable[[Scorecard], object]
) -> None:
    card = scored(session)

    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        act(card)


def committed(record: Scorecard | Score) -> None:
    """Write it and ask what a commit would ask."""
    with transaction.atomic():
        record.save()
        connection.check_constraints()


def test_half_a_scorecard_cannot_be_kept(session: Booking) -> None:
    half = Scorecard(
        booking=session, rubric=Rubric.objects.newest(), by=session.mentor.user, summary="So."
    )

    with pytest.raises(IntegrityError, match="each_criterion_of_its_rubric"):
        committed(half)


def test_a_score_of_another_rubric_cannot_be_added(session: Booking) -> None:
    card = scored(session)
    other = Rubric.objects.create(version=99, title="Another")
    alien = Criterion.objects.create(
        rubric=other, key="charm", name="Charm", asks="?", levels=["a", "b", "c", "d"], position=1
    )

    more = Score(scorecard=card, criterion=alien, level=4, evidence="So.")

    with pytest.raises(IntegrityError, match="each_criterion_of_its_rubric"):
        committed(more)


def test_a_level_without_a_quotation_cannot_be_kept(session: Booking) -> None:
    card = scored(session)
    criterion = card.scores.all()[0].criterion

    with pytest.raises(IntegrityError, match="a_score_has_a_level_and_evidence"):
        Score.objects.create(scorecard=card, criterion=criterion, level=4, evidence="")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_forms_sent_at_once_are_one_scorecard() -> None:
    booking = mock(interviewer(), make.student())

    outcomes = at_the_same_time(lambda _: submit(booking), range(8))

    assert Scorecard.objects.count() == 1
    assert sum(isinstance(one, RuleBroken) for one in outcomes) == 7


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_revisions_sent_at_once_are_one_revision() -> None:
    card = scored(mock(interviewer(), make.student()))

    outcomes = at_the_same_time(lambda _: revised(card), range(6))

    assert Scorecard.objects.count() == 2
    assert sum(isinstance(one, RuleBroken) for one in outcomes) == 5
