"""The debrief as its learner meets it: two questions, the wait, the report."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Debrief, SimulationRun
from courses.operations import debriefing
from institute.accounts.models import User
from tests import make
from tests.courses.debriefs.telling import ended, read_by, ready
from tests.courses.simulating import a_run

pytestmark = pytest.mark.django_db
IN_PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "progress"}


def window(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def at(run: SimulationRun, name: str = "debrief") -> str:
    return reverse(f"courses:{name}", args=[run.pk])


def guessed(client: Client, run: SimulationRun, week: int = 2, cause: str = "events") -> None:
    client.post(at(run, "debrief_guess"), {"week": str(week), "cause": cause})


def test_a_run_in_play_leads_back_to_its_desk_with_a_sentence() -> None:
    learner = make.student()
    run = a_run(learner)

    answer = window(learner).get(at(run), follow=True)

    assert answer.redirect_chain == [(reverse("courses:run", args=[run.pk]), 302)]
    assert "A run is debriefed when it is over." in answer.content.decode()


def test_nothing_is_shown_before_the_guess() -> None:
    debrief = ready(make.student())

    page = window(debrief.run.user).get(at(debrief.run)).content.decode()

    assert "Before you see it, say what you think" in page
    assert "Five responsibilities" not in page
    assert debrief.run.nonce not in page


def test_half_a_guess_is_asked_for_again() -> None:
    debrief = ready(make.student())

    answer = window(debrief.run.user).post(at(debrief.run, "debrief_guess"), {"week": "2"})

    assert answer.status_code == 422
    assert "Choose one, even when you are not sure." in answer.content.decode()
    assert Debrief.objects.get().guess == {}


def test_the_first_guess_stays() -> None:
    debrief = ready(make.student())
    client = window(debrief.run.user)

    guessed(client, debrief.run, 2, "events")
    guessed(client, debrief.run, 9, "risks")

    assert Debrief.objects.get().guess == {"week": 2, "cause": "events"}


def test_the_report_shows_every_part_and_opens_the_seal() -> None:
    debrief = ready(make.student())
    client = window(debrief.run.user)
    guessed(client, debrief.run)

    page = client.get(at(debrief.run)).content.decode()

    anchors = ("scores", "lost", "date", "burn", "decisions", "honesty", "risks", "unasked", "next")
    assert [one for one in anchors if f'<section id="{one}"' not in page] == []
    assert page.count('<svg class="dc ') == 8
    assert str(debrief.run.seed) in page
    assert debrief.run.nonce in page
    assert "It holds" in page
    assert "of $1,450k" in page


def test_a_page_that_waits_says_the_step_and_reloads_when_it_is_done() -> None:
    learner = make.student()
    run = ended(learner)
    client = window(learner)
    guessed(client, run)
    debrief = Debrief.objects.get()

    before = client.get(at(run), **IN_PART).content.decode()  # type: ignore[arg-type]
    debriefing.work_out(debrief.pk)
    after = client.get(at(run), **IN_PART)  # type: ignore[arg-type]

    assert "Step 1 of 11" in before
    assert "playing the same deal with the reference" in before
    assert after.headers["HX-Refresh"] == "true"


def test_a_debrief_that_stopped_says_so_and_goes_on_when_asked() -> None:
    learner = make.student()
    run = ended(learner)
    client = window(learner)
    guessed(client, run)
    debriefing.stop(debrief_id=Debrief.objects.get().pk)

    page = client.get(at(run)).content.decode()
    client.post(at(run, "debrief_again"))

    assert "The debrief stopped" in page
    assert "your run and its score stand" in page
    assert Debrief.objects.get().status != "failed"


def test_one_commitment_is_kept_and_met_again_when_the_next_run_begins() -> None:
    debrief = read_by(make.student())
    client = window(debrief.run.user)

    empty = client.post(at(debrief.run, "debrief_resolve"), {"resolve": " "})
    client.post(at(debrief.run, "debrief_resolve"), {"resolve": "Ask before week 3."})
    following = a_run(debrief.run.user, seed=1_001)
    page = client.get(reverse("courses:run", args=[following.pk])).content.decode()

    assert empty.status_code == 422
    assert "After your last run you set out to do one thing differently" in page
    assert "Ask before week 3." in page


def test_paper_only_after_the_guess() -> None:
    debrief = ready(make.student())
    client = window(debrief.run.user)

    sealed = client.get(at(debrief.run, "debrief_pdf"))
    guessed(client, debrief.run)
    printed = client.get(at(debrief.run, "debrief_pdf"))

    assert sealed.status_code == 404
    assert printed.content.startswith(b"%PDF-")
    assert "debrief-ai-saas-launch.pdf" in printed.headers["Content-Disposition"]
