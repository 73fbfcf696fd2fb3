"""The scores of papers whose marks are all in, by the rules that score every paper."""

from collections.abc import Iterator, Sequence

from certification.demo.clock import dated
from certification.demo.ledger import Ledger
from certification.demo.marks import Essay, through_at
from certification.demo.sittings import Sitting
from certification.models import Attempt, AttemptStatus, CutScore, Domain, ExamForm, Score
from certification.operations.scoring import standing_cut
from certification.scoring import Asked, Result, score_paper

Marks = dict[int, dict[int, dict[str, int]]]  # answer -> round -> levels


def plant_scores(sittings: Sequence[Sitting], essays: Sequence[Essay], ledger: Ledger) -> None:
    """Add up what people and rules gave; the log says when."""
    done = [one for one in sittings if one.story.is_marked]
    marks = {essay.item.pk: essay.marks for essay in essays}
    names = dict(Domain.objects.values_list("pk", "slug"))
    cuts = _cuts({one.attempt.form for one in done})
    with dated(Score):
        Score.objects.bulk_create(
            _score(one, list(_paper(one, names, marks)), cuts[one.attempt.form_id], ledger)
            for one in done
        )
    Attempt.objects.filter(pk__in=[one.attempt.pk for one in done]).update(
        status=AttemptStatus.SCORED, version=4
    )


def _cuts(forms: set[ExamForm]) -> dict[int, CutScore]:
    found = {form.pk: standing_cut(form) for form in forms}
    return {form: cut for form, cut in found.items() if cut}


def _paper(one: Sitting, names: dict[int, str], marks: Marks) -> Iterator[Asked]:
    """The paper as the scorer reads it."""
    for item in one.items:
        asked = item.form_item
        version = asked.version
        yield Asked(
            id=str(asked.pk),
            kind=version.kind,
            key=version.key,
            options=version.options,
            points=asked.points,
            domain=names[version.domain_id],
            body=one.answers[item.position].body or None,
            scored=asked.scored,
            rubric=version.rubric,
            marks=marks.get(item.pk, {}),
        )


def _score(one: Sitting, paper: list[Asked], cut: CutScore, ledger: Ledger) -> Score:
    result = score_paper(paper, cut=cut.raw, form=str(one.attempt.form.public_id))
    at = through_at(one)
    ledger.note(
        at,
        "attempt.scored",
        one.attempt,
        None,
        number=1,
        raw=str(result.raw),
        cut=str(cut.raw),
        passed=result.passed,
        algorithm=result.algorithm,
        inputs=result.inputs_hash,
    )
    row = _row(one.attempt, result, cut)
    row.created_at = at
    return row


def _row(attempt: Attempt, result: Result, cut: CutScore) -> Score:
    return Score(
        attempt=attempt,
        number=1,
        raw=result.raw,
        maximum=result.maximum,
        scaled=result.scaled,
        cut_raw=cut.raw,
        passed=result.passed,
        domains=result.domains,
        items=result.items,
        algorithm=result.algorithm,
        inputs_hash=result.inputs_hash,
    )
