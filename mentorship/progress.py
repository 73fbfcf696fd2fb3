"""What scorecards add up to: a student's levels over time, and how mentors mark beside peers.

How far a mentor marks from peers is `rubrics.leniency`: the mean difference to the other mentors'
levels for the same students and criteria, drawn towards zero while little is known, and kept to
ourselves below five comparisons or two students.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from courses.models.course import CourseState, Module
from institute.accounts.models import User
from mentorship.models import Criterion, Mentor, Question, Rubric, Score, Scorecard
from mentorship.rubrics import Mark, Offset, leniency, weakest_first


@dataclass(frozen=True)
class Track:
    """One criterion over time: a score for each session that judged it, the first one first."""

    criterion: Criterion
    scores: list[Score]
    by_session: list[int | None]

    @property
    def latest(self) -> Score | None:
        return self.scores[-1] if self.scores else None

    @property
    def change(self) -> int:
        """Levels gained (or lost) since the first session."""
        return self.scores[-1].level - self.scores[0].level if self.scores else 0

    @property
    def words(self) -> str:
        """Risk: 2 on 3 Oct by Ana, 3 on 1 Nov by Li."""
        told = [f"{one.level} on {_day(one.scorecard)}{_by(one.scorecard)}" for one in self.scores]
        return f"{self.criterion.name}: {', '.join(told) or 'not judged yet'}."

    @property
    def points(self) -> list[tuple[str, int]]:
        """The day and the level of each session, for the drawing."""
        return [(_day(one.scorecard), one.level) for one in self.scores]


@dataclass(frozen=True)
class Row:
    """A session and its levels, in the order of the criteria."""

    card: Scorecard
    levels: list[int | None]


@dataclass(frozen=True)
class Progress:
    """A student's scorecards, the first one first, and what they show."""

    cards: list[Scorecard]
    criteria: list[Criterion]

    @cached_property
    def tracks(self) -> list[Track]:
        """A track for each criterion of the newest rubric; older versions count by key."""
        return [
            Track(one, self._scores(one.key), [card.levels.get(one.key) for card in self.cards])
            for one in self.criteria
        ]

    def _scores(self, key: str) -> list[Score]:
        found = []
        for card in self.cards:
            for score in card.scores.all():
                if score.criterion.key == key:
                    score.scorecard = card  # read already, with its session
                    found.append(score)
        return found

    @cached_property
    def weakest(self) -> Criterion | None:
        """What to practise next: the lowest level of the last session."""
        if not self.cards:
            return None
        order = weakest_first([one.key for one in self.criteria], self.cards[-1].levels)
        return next(one for one in self.criteria if one.key == order[0])

    @property
    def table(self) -> list[Row]:
        """A row for each session, with the level of each criterion; None where it has none."""
        keys = [one.key for one in self.criteria]
        return [Row(card, [card.levels.get(key) for key in keys]) for card in self.cards]

    @property
    def mentors(self) -> list[Mentor]:
        """Who judged, each once, in order of appearance."""
        return list({card.booking.mentor_id: card.booking.mentor for card in self.cards}.values())


def of_student(student: User) -> Progress:
    """Every session of a student that was scored, by the revision that counts."""
    cards = Scorecard.objects.of_student(student).latest_only().in_time().with_scores()
    return Progress(list(cards), criteria())


def criteria() -> list[Criterion]:
    """The criteria of the newest rubric, in order; none before the bank is loaded."""
    newest = Rubric.objects.order_by("-version").prefetch_related("criteria").first()
    return list(newest.criteria.all()) if newest else []


@dataclass(frozen=True)
class Scale:
    """How a mentor marks beside peers."""

    mentor: Mentor
    offset: Offset | None

    @property
    def is_known(self) -> bool:
        return self.offset is not None and self.offset.is_enough

    @property
    def words(self) -> str:
        """ "0.3 levels above other mentors", or that too little is known."""
        if self.offset is None or not self.offset.is_enough:
            return "Too few sessions to compare"
        shown = round(self.offset.shown, 1)
        if not shown:
            return "Level with other mentors"
        return f"{abs(shown):.1f} levels {'above' if shown > 0 else 'below'} other mentors"


def scales(mentors: Sequence[Mentor]) -> list[Scale]:
    """How each of these mentors marks beside all the others, in one query."""
    offsets = leniency(_marks())
    return [Scale(mentor, offsets.get(mentor.pk)) for mentor in mentors]


def _marks() -> list[Mark]:
    counted = Scorecard.objects.latest_only()
    rows = Score.objects.filter(scorecard__in=counted).values_list(
        "scorecard__booking__mentor", "scorecard__booking__student", "criterion__key", "level"
    )
    return [Mark(*row) for row in rows]


def to_practise(student: User, criterion: Criterion) -> int:
    """How many questions of a criterion the student has not heard."""
    unheard = Question.objects.in_use().unheard_by(student)
    return unheard.about(criterion=criterion.key).count()


def _day(card: Scorecard) -> str:
    at = card.booking.starts_at.astimezone(card.booking.student.zone)
    return f"{at.day} {at:%b}"


def taught_in(criterion: Criterion) -> Module | None:
    """The step of a published course that teaches what a criterion judges."""
    steps = Module.objects.filter(
        version__current_of__slug=criterion.course,
        version__current_of__status=CourseState.PUBLISHED,
    )
    named = steps.filter(title=criterion.module).select_related("version__course")
    return named.first()


def _by(card: Scorecard) -> str:
    return f" by {card.booking.mentor.user.short_name}"
