"""Snapshots of a form: figures from 30 people on, in words, resumed by the next worker."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from certification import health, irt
from certification.health.flags import flags, of_reliability
from certification.models import Attempt, AttemptStatus, ExamForm, ItemAnalysis, ItemStat, Response
from certification.operations import measuring, scoring
from certification.psychometrics import corrected_correlation
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.panels import handed_in

pytestmark = pytest.mark.django_db


def sat_by(number: int, form: ExamForm | None = None) -> ExamForm:
    """A form that so many made-up candidates sat and that was scored."""
    form = form or certifying.form("single", "single", "multiple", "numeric", "ordering")
    items = list(form.items.select_related("version__item"))
    asked = [
        irt.question(
            "t", str(one.position), one.version.kind, one.version.options, one.version.key, "apply"
        )
        for one in items
    ]
    for person in range(number):
        attempt = certifying.attempt(form)
        theta = irt.ability("t", str(person))
        bodies = [irt.answer("t", str(person), theta, one) for one in asked]
        Response.objects.bulk_create(
            Response(attempt_item=one, seq=1, body=body, seconds=40, saved_at=timezone.now())
            for one, body in zip(attempt.items.all(), bodies, strict=True)
        )
        scoring.score(attempt=handed_in(attempt))
    return form


def test_figures_are_hidden_under_thirty_answers() -> None:
    form = sat_by(4)
    analysis = measuring.ask_analysis(form=form, by=None)

    assert measuring.analyse_on(analysis.pk)

    analysis.refresh_from_db()
    assert (analysis.status, analysis.n, analysis.alpha) == ("done", 4, None)
    board = health.board(form)
    assert not board.lines[0].is_shown
    assert board.lines[0].flags[0].words == "4 of 30 answers so far"
    assert not health.what_if(form, Decimal(3), analysis).is_shown
    assert health.spread_of(form, Decimal(5)) == []


def test_a_snapshot_tells_what_the_scores_tell() -> None:
    form = sat_by(32)
    analysis = measuring.ask_analysis(form=form, by=None)
    measuring.analyse_on(analysis.pk)

    people = health.sat(form)
    first = form.items.get(position=1)
    stat = ItemStat.objects.get(form_item=first)
    points = [one.points[first.pk] for one in people]
    assert stat.p == pytest.approx(sum(points) / 32)
    assert stat.r == pytest.approx(corrected_correlation(points, [one.raw for one in people]))
    assert [one["choice"] for one in stat.choices] == ["a", "b", "c"]
    assert [one["right"] for one in stat.choices] == [False, True, False]
    assert sum(one["count"] for one in stat.choices) + stat.unanswered == 32
    analysis.refresh_from_db()
    assert analysis.mean == pytest.approx(sum(one.raw for one in people) / 32)
    what_if = health.what_if(form, Decimal(3), analysis)
    assert what_if.everybody.passed == sum(one.raw >= 3 for one in people)
    assert what_if.consistency
    assert 0.5 <= what_if.consistency.agreement <= 1
    assert not what_if.comparisons[0].is_shown
    assert sum(health.spread_of(form, what_if.maximum)) == 32


def test_only_a_persons_first_attempt_counts() -> None:
    form = certifying.form()
    person = make.student()
    first = certifying.submitted(form, person)
    scoring.score(attempt=first)
    right = first.authorisation
    Attempt.objects.create(
        authorisation=right,
        candidate=person,
        form=form,
        number=2,
        code="SECOND",
        seed="1",
        status=AttemptStatus.SUBMITTED,
        started_at=timezone.now(),
        deadline_at=timezone.now() + dt.timedelta(hours=1),
        submitted_at=timezone.now(),
        limit_seconds=3600,
        idempotency_key="second",
    )
    scoring.score_what_is_ready()

    assert [one.attempt for one in health.sat(form)] == [first.pk]


def test_the_next_worker_goes_on_where_one_was_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    form = certifying.form(*["single"] * 12)
    analysis = measuring.ask_analysis(form=form, by=None)
    assert measuring.ask_analysis(form=form, by=None) == analysis
    monkeypatch.setattr(measuring, "A_TURN", 0.0)
    assert not measuring.analyse_on(analysis.pk)
    monkeypatch.setattr(measuring, "A_TURN", 60.0)
    ItemAnalysis.objects.filter(pk=analysis.pk).update(status="running", done=0)

    assert measuring.analyse_on(analysis.pk)
    assert measuring.analyse_on(analysis.pk)

    assert ItemStat.objects.filter(analysis=analysis).count() == 12


def test_nights_measure_what_was_sat_since() -> None:
    form = sat_by(1)
    [analysis] = measuring.ask_nightly()
    measuring.analyse_on(analysis.pk)

    assert measuring.ask_nightly() == []
    sat_by(1, form)
    assert len(measuring.ask_nightly()) == 1


def test_nobody_has_sat_a_draft() -> None:
    with pytest.raises(RuleBroken, match="Nobody has sat"):
        measuring.ask_analysis(form=certifying.form(status="draft"), by=None)


def test_a_stopped_snapshot_can_be_asked_for_again() -> None:
    form = certifying.form()
    first = measuring.ask_analysis(form=form, by=None)

    measuring.stop_analysis(analysis_id=first.pk)

    assert measuring.ask_analysis(form=form, by=None) != first
    assert ItemAnalysis.objects.get(pk=first.pk).status == "failed"


def test_exposure_counts_every_sitting_of_an_item() -> None:
    form = certifying.form("single")
    certifying.attempt(form)
    certifying.attempt(form)

    assert health.exposure_counts() == {form.items.get().version.item_id: 2}


def choice(
    name: str, *, right: bool = False, rate: float = 0.3, r: float = -0.1
) -> dict[str, object]:
    return {"choice": name, "right": right, "rate": rate, "r": r}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"n": 40, "p": 0.7, "r": 0.4}, ["Works well"]),
        ({"n": 29, "p": 0.7, "r": 0.4}, ["29 of 30 answers so far"]),
        (
            {"n": 40, "p": 0.2, "r": -0.1},
            ["Stronger candidates miss it: check the key", "Very hard"],
        ),
        (
            {"n": 40, "p": 0.97, "r": 0.15},
            ["Tells candidates apart weakly", "Nearly everybody gets it right"],
        ),
        ({"n": 40, "p": 0.6, "r": 0.05}, ["Hardly tells candidates apart"]),
        (
            {"n": 40, "p": 1.0, "r": None},
            ["Everybody earned the same", "Nearly everybody gets it right"],
        ),
        (
            {
                "n": 40,
                "p": 0.5,
                "r": 0.3,
                "choices": [
                    choice("a", right=True),
                    choice("b", r=0.35),
                    choice("c", rate=0.01),
                    choice("d", rate=0),
                ],
            },
            ["Stronger candidates take B", "Hardly anybody takes C and D"],
        ),
    ],
)
def test_figures_are_put_into_words(facts: dict[str, object], words: list[str]) -> None:
    assert [flag.words for flag in flags(**facts)] == words  # type: ignore[arg-type]


def test_reliability_is_put_into_words() -> None:
    assert [of_reliability(alpha).state for alpha in (None, 0.8, 0.7, 0.5)] == [
        "next",
        "done",
        "warn",
        "late",
    ]
