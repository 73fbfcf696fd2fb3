"""A version of a CV as both sides read it: its lines, and beside them what was said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from mentorship import cv_diff
from mentorship.cv_diff import Landing, Matching
from mentorship.models import CvClaim, CvComment, CvDocument, CvVersion, Severity

WEIGHT = {Severity.MUST: 0, Severity.SHOULD: 1, Severity.COULD: 2, Severity.PRAISE: 3}


@dataclass(frozen=True)
class Note:
    """A comment, and where its lines stand in the version that is shown."""

    comment: CvComment
    number: int  # counted down the page
    where: Landing

    @property
    def is_gone(self) -> bool:
        return self.where.start is None

    @property
    def is_older(self) -> bool:
        """It was said of an earlier version; the words it quotes may have changed."""
        return self.where.changed

    @property
    def lines(self) -> str:
        """ "Line 7", "Lines 7 to 9"."""
        start, end = self.where.start, self.where.end
        return f"Line {start}" if start == end else f"Lines {start} to {end}"


@dataclass
class Line:
    """A line with what stands on it."""

    number: int
    text: str
    severity: str = ""  # the weightiest of the notes on it that are not settled
    notes: list[Note] = field(default_factory=list)  # those that begin here
    claims: list[CvClaim] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        """Short and in capitals: where a part of the CV begins."""
        return len(self.text) <= 40 and self.text.isupper()


@dataclass
class Part:
    """Some lines and the notes that stand beside them."""

    lines: list[Line]

    @property
    def said_of(self) -> list[Line]:
        """The lines the notes speak of: on a phone the notes follow them at once."""
        ends = [note.where.end for note in self.notes if note.where.end]
        return [line for line in self.lines if line.number <= max(ends, default=0)]

    @property
    def rest(self) -> list[Line]:
        return self.lines[len(self.said_of) :]

    @property
    def notes(self) -> list[Note]:
        return [note for line in self.lines for note in line.notes]


@dataclass(frozen=True)
class Sheet:
    """A version with its notes in the order of its lines."""

    version: CvVersion
    lines: list[Line]
    notes: list[Note]

    @cached_property
    def parts(self) -> list[Part]:
        """Cut where notes begin, so that each stands beside its lines."""
        parts: list[Part] = []
        for line in self.lines:
            if line.notes or not parts:
                parts.append(Part([line]))
            else:
                parts[-1].lines.append(line)
        return parts

    @property
    def gone(self) -> list[Note]:
        """Notes whose lines are not in this version."""
        return [note for note in self.notes if note.is_gone]

    @property
    def asking(self) -> list[Note]:
        """What asks for a change and has none yet, the weightiest first."""
        left = [note for note in self.notes if note.comment.asks and not note.comment.is_resolved]
        return sorted(left, key=lambda note: WEIGHT[Severity(note.comment.severity)])

    @property
    def resolved(self) -> int:
        return sum(note.comment.is_resolved for note in self.notes)

    @property
    def resolvable(self) -> list[Note]:
        """What this version may have settled: notes on earlier ones, praise aside."""
        older = [note for note in self.notes if note.comment.version_id != self.version.pk]
        return [note for note in older if note.comment.asks]


def sheet(
    shown: CvVersion,
    versions: Sequence[CvVersion],
    comments: Iterable[CvComment],
    claims: Iterable[CvClaim] = (),
) -> Sheet:
    """The version that is shown, with comments on it and on the versions before it.

    `versions` come with their words; each pair of neighbours is compared once.
    """
    steps = _steps(shown, versions)
    found = [
        (comment, _follow(comment, steps))
        for comment in comments
        if comment.version.number <= shown.number
    ]
    found.sort(key=lambda one: (one[1].start is None, one[1].start or 0, one[0].pk))
    notes = [Note(comment, number, where) for number, (comment, where) in enumerate(found, 1)]
    lines = [Line(number, text) for number, text in shown.numbered]
    for note in notes:
        _place(note, lines)
    for claim in claims:
        if claim.version_id == shown.pk and claim.line <= len(lines):
            lines[claim.line - 1].claims.append(claim)
    return Sheet(shown, lines, notes)


def _steps(shown: CvVersion, versions: Sequence[CvVersion]) -> dict[int, Matching]:
    """The way from each earlier version to the next, up to the one that is shown."""
    older = sorted((one for one in versions if one.number <= shown.number), key=_number)
    pairs = pairwise(older)
    return {one.number: cv_diff.match(one.lines, other.lines) for one, other in pairs}


def _number(version: CvVersion) -> int:
    return version.number


def _follow(comment: CvComment, steps: dict[int, Matching]) -> Landing:
    """Step by step from the version it was said of."""
    where = Landing(comment.start, comment.end, changed=False)
    for number in sorted(steps):
        if number < comment.version.number:
            continue
        if where.start is None or where.end is None:
            return where
        after = cv_diff.follow(steps[number], where.start, where.end)
        where = Landing(after.start, after.end, where.changed or after.changed)
    return where


def _place(note: Note, lines: list[Line]) -> None:
    start, end = note.where.start, note.where.end
    if start is None or end is None or end > len(lines):
        return
    lines[start - 1].notes.append(note)
    if note.comment.is_resolved:
        return
    for line in lines[start - 1 : end]:
        known = line.severity
        severity = Severity(note.comment.severity)
        if not known or WEIGHT[severity] < WEIGHT[Severity(known)]:
            line.severity = severity


def versions_of(document: CvDocument) -> list[CvVersion]:
    """Every version with its words, the first one first; one query."""
    return list(document.versions.order_by("number"))


def changes(old: CvVersion, new: CvVersion) -> list[cv_diff.Row]:
    """The comparison of two versions."""
    return cv_diff.rows(old.lines, new.lines)
