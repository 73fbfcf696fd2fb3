"""Playing a simulation: what may be posted, by whom, and what comes of it."""

import json
import re
import time
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses import tasks
from courses.models import Debrief, Enrolment, Scenario, ScenarioState, SimulationRun
from courses.operations import debriefing, enrolling, simulating
from courses.operations.playing_together import play_with_class
from courses.operations.simulating import Planned, Stale, commitment_to
from courses.runs.desk import desk_of
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.courses.simulating import BUSY, QUIET, a_run, a_scenario, finished, played

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(student: User) -> SimulationRun:
    return a_run(student)


def form(run: SimulationRun, **more: Any) -> dict[str, Any]:
    return {"week": run.week + 1, "draft": run.draft_number, "rag": "A", "fc": "15"} | more


def address(run: SimulationRun, act: str = "") -> str:
    return f"/simulations/runs/{run.pk}/{act}"


def two_of_a_class() -> list[Enrolment]:
    """Two students with a confirmed place in one cohort."""
    cohort = make.cohort()
    places = [enrolling.reserve_place(student=make.student(), cohort=cohort) for _ in range(2)]
    Enrolment.objects.update(status="confirmed", hold_expires_at=None)
    return [Enrolment.objects.get(pk=place.pk) for place in places]


def test_a_visitor_reads_the_brief_and_signs_in_to_play(client: Client) -> None:
    a_scenario()

    shelf = client.get("/simulations/").content.decode()
    brief = client.get("/simulations/ai-saas-launch/").content.decode()

    assert "AI-powered SaaS launch" in shelf
    assert "Sign in to play" in brief
    assert client.post("/simulations/ai-saas-launch/start/").status_code == 302
    assert not SimulationRun.objects.exists()


def test_a_scenario_that_is_not_published_is_not_found(as_student: Client) -> None:
    a_scenario()
    Scenario.objects.update(status=ScenarioState.RETIRED)

    assert as_student.get("/simulations/ai-saas-launch/").status_code == 404
    assert as_student.post("/simulations/ai-saas-launch/start/").status_code == 404


def test_starting_twice_is_one_run(as_student: Client) -> None:
    a_scenario()

    first = as_student.post("/simulations/ai-saas-launch/start/")
    again = as_student.post("/simulations/ai-saas-launch/start/")

    assert first.headers["Location"] == again.headers["Location"]
    assert SimulationRun.objects.count() == 1


def test_luck_that_was_met_is_not_dealt_again(student: User) -> None:
    scenario = a_scenario(seeds=3)
    met = set()
    for _ in range(3):
        run = simulating.start(user=student, scenario=scenario)
        met.add(run.seed)
        played(run, 1)

    assert len(met) == 3


def test_the_seed_is_sealed_until_the_debrief(as_student: Client, run: SimulationRun) -> None:
    page = as_student.get(address(run)).content.decode()
    assert run.commitment == commitment_to(run.seed, run.nonce)
    assert run.commitment in page
    assert run.nonce not in page

    finished(run)
    page = as_student.get(address(run)).content.decode()
    assert run.nonce not in page
    assert "same result" in page

    tasks.go_on_debriefing()
    assert run.nonce not in as_student.get(address(run)).content.decode()
    debriefing.predict(debrief=Debrief.objects.get(), week=1, cause="risks")
    assert run.nonce in as_student.get(address(run)).content.decode()


def test_nothing_hidden_reaches_the_page(as_student: Client, run: SimulationRun) -> None:
    played(run, 3)
    page = as_student.get(address(run)).content.decode()

    assert not [word for word in ("undisc", "&quot;mu&quot;", "deck") if word in page]


def test_a_run_of_somebody_else_is_not_found(run: SimulationRun, client: Client) -> None:
    client.force_login(make.student())

    assert client.get(address(run)).status_code == 404
    for act in ("plan/", "commit/", "guide/", "put-away/"):
        assert client.post(address(run, act), form(run)).status_code == 404
    run.refresh_from_db()
    assert (run.week, run.draft_number) == (0, 0)


def test_a_plan_is_kept_and_taken_back(as_student: Client, run: SimulationRun) -> None:
    as_student.post(address(run, "plan/"), form(run, card=["sync ml", "align I1"]))
    run.refresh_from_db()
    assert run.draft["cards"] == [["sync", "ml"], ["align", "I1"]]

    as_student.post(address(run, "plan/"), form(run, card=["align I1"]))
    run.refresh_from_db()
    assert run.draft["cards"] == [["align", "I1"]]
    assert (run.week, run.draft_number) == (0, 2)


def test_an_older_plan_never_replaces_a_newer_one(as_student: Client, run: SimulationRun) -> None:
    older = form(run, card=["sync qa"])
    as_student.post(address(run, "plan/"), form(run, card=["sync ml"]))

    answer = as_student.post(address(run, "plan/"), older)

    run.refresh_from_db()
    assert answer.status_code == 409
    assert "Another window" in answer.content.decode()
    assert run.draft["cards"] == [["sync", "ml"]]


def test_the_same_plan_sent_twice_is_saved_once(as_student: Client, run: SimulationRun) -> None:
    same = form(run, card=["sync ml"])

    statuses = [as_student.post(address(run, "plan/"), same).status_code for _ in range(2)]

    run.refresh_from_db()
    assert statuses == [302, 302]
    assert run.draft_number == 1


def test_a_week_sent_twice_is_played_once(as_student: Client, run: SimulationRun) -> None:
    same = form(run, card=["sync ml"])

    statuses = [as_student.post(address(run, "commit/"), same).status_code for _ in range(2)]

    run.refresh_from_db()
    assert statuses == [302, 302]
    assert (run.week, run.turns.count()) == (1, 1)


def test_an_older_window_is_told_what_came_of_the_week(
    as_student: Client, run: SimulationRun
) -> None:
    older = form(run, card=["sync qa"])
    as_student.post(address(run, "commit/"), form(run, card=["sync ml"]))

    answer = as_student.post(address(run, "commit/"), older)

    run.refresh_from_db()
    assert answer.status_code == 409
    assert "Week 1 is committed already" in answer.content.decode()
    assert run.turns.count() == 1


def test_a_card_nobody_was_offered_is_refused_with_a_sentence(
    as_student: Client, run: SimulationRun, caplog: pytest.LogCaptureFixture
) -> None:
    answer = as_student.post(address(run, "commit/"), form(run, card=["sync ml", "win now"]))

    run.refresh_from_db()
    assert answer.status_code == 422
    assert "“win now” is not a card of this week" in answer.content.decode()
    assert run.week == 0
    assert run.draft["cards"] == [["sync", "ml"]]
    assert "a card nobody was offered" in caplog.text


def test_more_attention_than_there_is_does_not_end_the_week(
    as_student: Client, run: SimulationRun
) -> None:
    teams = [f"sync {team['id']}" for team in desk_of(run).view["teams"]]

    answer = as_student.post(address(run, "commit/"), form(run, card=[*teams, "valuereview"]))

    run.refresh_from_db()
    assert answer.status_code == 422
    assert "asks for 7 points" in answer.content.decode()
    assert run.week == 0


GARBAGE: list[dict[str, Any]] = [
    {},
    {"week": "", "draft": "", "card": "\x00"},
    {"week": "٣", "draft": "1e9", "fc": "NaN", "rag": "purple"},
    {"week": "1", "draft": "0", "fc": "inf", "launch": "go", "answer-pet": "99999999999"},
    {"week": "1", "draft": "0", "card": ["sync", "sync  ", "negscope voice 7", "loan ml ml"]},
    {"week": "1", "draft": "0", "card": [f"sync team{n}" for n in range(200)], "ot-ml": "-3"},
    {"week": "1", "draft": "0", "mode-ml": "warp", "first-ml": "Q2", "answer-": "1"},
    {"week": "9" * 40, "draft": "-1", "answer-" + "x" * 900: "1"},
]


@pytest.mark.parametrize("post", GARBAGE)
def test_garbage_is_answered_with_a_page(
    as_student: Client, run: SimulationRun, post: dict[str, Any]
) -> None:
    for act in ("plan/", "commit/"):
        assert as_student.post(address(run, act), post).status_code in (302, 409, 422)
    run.refresh_from_db()
    json.dumps(run.draft)


def test_a_run_is_played_to_its_end_and_scored_once(student: User, run: SimulationRun) -> None:
    run = finished(run)

    assert run.status == "finished"
    assert run.score
    assert set(run.score) >= {"align", "lead", "risk", "comm", "exec", "outcome", "total"}
    assert run.total is not None
    with pytest.raises(RuleBroken, match="over"):
        simulating.commit_week(
            run=run, by=student, planned=Planned(run.week + 1, run.draft_number), decisions=BUSY
        )


def test_the_log_replays_to_what_is_stored(run: SimulationRun) -> None:
    run = played(run, 6)
    assert simulating.verify(run).holds

    run.state_digest = "0" * 64
    assert not simulating.verify(run).holds


def test_each_week_stands_on_the_one_before(run: SimulationRun) -> None:
    first = run.state_digest
    played(run, 3)
    turns = list(run.turns.order_by("week"))

    assert [turn.previous for turn in turns] == [first, *(t.state_digest for t in turns[:-1])]


@pytest.mark.parametrize(
    "law",
    [
        "UPDATE courses_simulationturn SET decisions = '{}'",
        "UPDATE courses_simulationrun SET seed = 7",
        """INSERT INTO courses_simulationturn
            (run_id, week, decisions, events, state_digest, previous, by_id, at)
            SELECT id, 9, '{}', '[]', 'x', 'y', user_id, now() FROM courses_simulationrun""",
        "DELETE FROM courses_simulationturn; SET CONSTRAINTS ALL IMMEDIATE",
    ],
)
def test_what_was_played_stays(run: SimulationRun, law: str) -> None:
    played(run, 1)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(law)


def test_a_run_leaves_with_its_learner(run: SimulationRun, student: User) -> None:
    played(run, 1)
    run.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert not SimulationRun.objects.exists()


def test_a_run_put_away_is_read_and_not_played(as_student: Client, run: SimulationRun) -> None:
    as_student.post(address(run, "put-away/"))
    run.refresh_from_db()

    assert run.status == "abandoned"
    assert "put away" in as_student.get(address(run)).content.decode()
    answer = as_student.post(address(run, "commit/"), form(run))
    assert answer.status_code == 302
    assert run.turns.count() == 0


def test_panels_open_over_the_first_weeks_or_at_once(
    as_student: Client, run: SimulationRun
) -> None:
    assert "A minute to learn it" in as_student.get(address(run)).content.decode()
    assert 'id="rk-h"' not in as_student.get(address(run)).content.decode()

    as_student.post(address(run, "guide/"))

    page = as_student.get(address(run)).content.decode()
    assert "A minute to learn it" not in page
    assert 'id="rk-h"' in page


def test_a_second_run_needs_no_guide(student: User, run: SimulationRun) -> None:
    played(run, 3, QUIET)

    assert simulating.start(user=student, scenario=a_scenario(), seed=1_001).guided


def test_htmx_gets_the_tray_alone(as_student: Client, run: SimulationRun) -> None:
    answer = as_student.post(
        address(run, "plan/"), form(run, card=["sync ml"]), headers={"HX-Request": "true"}
    )

    body = answer.content.decode()
    assert answer.status_code == 200
    assert body.strip().startswith('<div class="tray"')
    assert 'name="draft" value="1"' in body
    assert "5 of 6 points left" in body


def test_the_turn_screen_asks_few_questions(as_student: Client, run: SimulationRun) -> None:
    played(run, 4)
    as_student.get(address(run))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        as_student.get(address(run))

    assert len(asked) <= 8, [query["sql"][:80] for query in asked]


def test_an_order_nobody_gave_is_not_marked_as_given(
    as_student: Client, run: SimulationRun
) -> None:
    as_student.post(address(run, "guide/"))
    page = as_student.get(address(run)).content.decode()

    standing = re.findall(r"<option[^>]* selected[^>]*>", page)

    assert standing
    assert all("data-none" in option for option in standing)


def test_a_monday_with_news_is_not_called_quiet(run: SimulationRun) -> None:
    news = [{"text": "The promised week passed.", "is_bad": True}]
    desk = {"situations": (), "week": 15, "news": news, "smaller_news": ()}

    assert "quiet" not in render_to_string("simulations/_monday.html", {"desk": desk})
    assert "A quiet Monday" in render_to_string(
        "simulations/_monday.html", {"desk": {**desk, "news": ()}}
    )


def test_an_engine_that_is_gone_is_said(student: User) -> None:
    run = a_run(student)
    run.engine = "0"
    with pytest.raises(RuleBroken, match="engine 0"):
        desk_of(run)


def test_a_stale_save_says_so(run: SimulationRun) -> None:
    with pytest.raises(Stale):
        simulating.save_draft(run=run, planned=Planned(1, 5), decisions=QUIET)


def test_a_week_is_committed_with_few_questions_and_little_work(
    as_student: Client, run: SimulationRun
) -> None:
    played(run, 4)
    as_student.get(address(run))
    run.refresh_from_db()
    began = time.process_time()
    with CaptureQueriesContext(connection) as asked:
        as_student.post(address(run, "commit/"), form(run, card=["sync ml"]))
    spent = time.process_time() - began

    assert len(asked) <= 16, [query["sql"][:80] for query in asked]
    assert spent < 0.3  # measured under 0.06 on an idle core


def test_a_rhythm_ticks_the_cards_of_the_weeks_to_come(
    as_student: Client, run: SimulationRun
) -> None:
    rhythm = {"every-sync ml": "2", "every-brief ceo": "3", "every-sync moon": "1"}
    ticks = []
    for week in range(3):
        run.refresh_from_db()
        cards = [" ".join(card) for card in run.draft.get("cards", [])]
        ticks.append(cards)
        asked = rhythm if week == 0 else {}
        answer = as_student.post(address(run, "commit/"), form(run, card=cards) | asked)
        assert answer.status_code == 302

    assert ticks == [[], ["sync ml"], ["brief ceo"]]
    run.refresh_from_db()
    assert run.draft["rhythm"] == {"sync ml": 2, "brief ceo": 3}
    assert run.draft["cards"] == [["sync", "ml"]]
    assert run.turns.get(week=2).decisions["cards"] == [["sync", "ml"]]
    assert simulating.verify(run).holds


def test_a_run_changed_behind_our_back_is_said_and_not_played_on(
    as_student: Client, run: SimulationRun
) -> None:
    run = played(run, 2)
    run.state["spent"] = 0.0
    SimulationRun.objects.filter(pk=run.pk).update(state=run.state)

    page = as_student.get(address(run)).content.decode()
    as_student.post(address(run, "commit/"), form(run))

    run.refresh_from_db()
    assert "no longer matches the weeks that were played" in page
    assert "End week 3" not in page
    assert run.week == 2


def test_a_class_plays_one_deal_and_practice_never_meets_it(as_student: Client) -> None:
    scenario = a_scenario(seeds=2)
    here, there = two_of_a_class()
    first = play_with_class(enrolment=here, scenario=scenario)
    second = play_with_class(enrolment=there, scenario=scenario)

    assert first.pk == play_with_class(enrolment=here, scenario=scenario).pk
    assert first.seed == second.seed
    assert simulating.start(user=here.student, scenario=scenario).seed != first.seed
    strange = as_student.post(f"/simulations/{scenario.slug}/start/{here.public_id}/")
    assert strange.status_code == 404


def test_a_debriefed_deal_is_not_played_again(run: SimulationRun, student: User) -> None:
    run = finished(run)
    tasks.go_on_debriefing()
    debriefing.predict(debrief=Debrief.objects.get(), week=1, cause="risks")

    with pytest.raises(RuleBroken, match="Play another"):
        simulating.start(user=student, scenario=run.version.scenario, seed=run.seed)
