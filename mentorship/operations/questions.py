"""Which questions a student hears: never one of them twice, and the weakest criterion first."""

from collections import Counter

from django.db import transaction
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked
from mentorship import rubrics
from mentorship.models import (
    Booking,
    BookingStatus,
    OfferKind,
    Question,
    QuestionUse,
    Rubric,
    Scorecard,
)
from mentorship.operations.locking import lock_diaries

A_SHEET = 6
MOST_ON_A_SHEET = 15
EXHAUSTED = "There is no other question left that this student has not heard."


@transaction.atomic
def draw(*, booking: Booking, number: int = A_SHEET) -> list[QuestionUse]:
    """Fill the sheet of a mock interview up to `number` questions the student never heard.

    Drawing again adds only what is missing.
    """
    booking = _opened(booking)
    have = QuestionUse.objects.on_sheet(booking).count()
    wanted = min(number, MOST_ON_A_SHEET) - have
    chosen = pick(student=booking.student, number=max(0, wanted))
    return [_put(booking, question, have + n) for n, question in enumerate(chosen, start=1)]


@transaction.atomic
def swap(*, use: QuestionUse) -> QuestionUse:
    """Another unheard question in its place; the one taken off may be asked some other day.

    Raises RuleBroken when none is left.
    """
    assert use.booking
    booking = _opened(use.booking)
    use = locked(use)
    old = use.question
    chosen = pick(student=use.student, number=1, criterion=old.criterion)
    chosen = chosen or pick(student=use.student, number=1)
    if not chosen:
        raise RuleBroken(EXHAUSTED)
    use.delete()
    return _put(booking, chosen[0], use.position)


@transaction.atomic
def add(*, booking: Booking, question: Question) -> QuestionUse:
    """Put a question of the mentor's choice on the sheet. Adding it again changes nothing.

    Raises RuleBroken when the student has heard it, or the sheet is full.
    """
    booking = _opened(booking)
    sheet = QuestionUse.objects.on_sheet(booking)
    there = sheet.filter(question=question).first()
    if there:
        return there
    if QuestionUse.objects.of_student(booking.student).filter(question=question).exists():
        raise RuleBroken(f"{booking.student.short_name} has heard this question before.")
    if sheet.count() >= MOST_ON_A_SHEET:
        raise RuleBroken(f"A sheet has room for {MOST_ON_A_SHEET} questions. Take one off first.")
    last = sheet.last()
    return _put(booking, question, last.position + 1 if last else 1)


@transaction.atomic
def take_off(*, use: QuestionUse) -> None:
    """A question that will not be asked goes back to the bank."""
    assert use.booking
    _opened(use.booking)
    QuestionUse.objects.filter(pk=use.pk).delete()


def pick(*, student: User, number: int, criterion: str = "", level: str = "") -> list[Question]:
    """Questions this student never heard: the weakest criterion first, balanced by kind.

    The caller holds the student's lock. What was put on a sheet of a session that never took place
    counts as unheard again.
    """
    QuestionUse.objects.of_student(student).in_vain().delete()
    unheard = Question.objects.in_use().unheard_by(student).at_level(level)
    questions = {one.key: one for one in unheard.about(criterion=criterion)}
    chosen = rubrics.choose(
        [rubrics.Candidate(q.key, q.criterion, q.kind, q.level) for q in questions.values()],
        criteria=weakest_first(student),
        number=number,
        seen=_kinds_heard(student),
        seed=str(student.pk),
    )
    return [questions[one.key] for one in chosen]


def weakest_first(student: User) -> list[str]:
    """The criteria of the rubric, by the student's last scorecard; as they stand without one."""
    rubric = Rubric.objects.newest()
    order = [criterion.key for criterion in rubric.criteria.all()]
    cards = Scorecard.objects.of_student(student).latest_only().in_time().with_scores()
    last = cards.last()
    return rubrics.weakest_first(order, last.levels if last else {})


def _opened(booking: Booking) -> Booking:
    """The booking, held, with its student; raises RuleBroken where no sheet can change."""
    lock_diaries(mentors=(), students=(booking.student_id,))
    booking = locked(booking)
    if booking.offer.kind != OfferKind.MOCK:
        raise RuleBroken("Only a mock interview has a question sheet.")
    if booking.status not in (BookingStatus.CONFIRMED, BookingStatus.REQUESTED):
        raise RuleBroken(f"The sheet cannot change: the session is {booking.status_words}.")
    if booking.scorecards.exists():
        raise RuleBroken("The sheet cannot change: the scorecard is submitted.")
    return booking


def _put(booking: Booking, question: Question, position: int) -> QuestionUse:
    return QuestionUse.objects.create(
        student=booking.student,
        question=question,
        booking=booking,
        position=position,
        at=timezone.now(),
    )


def _kinds_heard(student: User) -> Counter[str]:
    heard = QuestionUse.objects.of_student(student).values_list("question__kind", flat=True)
    return Counter(heard)
