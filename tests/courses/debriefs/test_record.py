"""What finished runs count for: the picture, development, a certification, the privacy file."""

from decimal import Decimal

import pytest
from django.urls import reverse

from certification import eligibility
from certification.models import SchemeVersion
from courses.debriefs.record import mean_of
from courses.models import SimulationRun
from institute.accounts.models import User
from institute.learning import learned
from institute.panels import export
from tests import make
from tests.courses.debriefs.telling import ended, read_by
from tests.courses.debriefs.test_reading import window
from tests.courses.simulating import FLAGSHIP

pytestmark = pytest.mark.django_db


def scored(user: User, seed: int, total: str) -> SimulationRun:
    run = ended(user, seed)
    SimulationRun.objects.filter(pk=run.pk).update(total=Decimal(total))
    return run


def test_of_each_deal_the_first_run_counts_and_of_those_the_newest() -> None:
    learner = make.student()
    for seed, total in ((1_001, "20"), (1_002, "60"), (1_002, "99"), (1_003, "70")):
        scored(learner, seed, total)

    assert mean_of(learner, [FLAGSHIP], 2).total == Decimal(65)
    assert mean_of(learner, [FLAGSHIP], 4).total is None
    assert mean_of(learner, ["cloud-migration"], 1).total is None


def test_a_scheme_may_ask_for_a_mean_over_two_runs() -> None:
    learner = make.student()
    asked = {"kind": "simulation", "slugs": [FLAGSHIP], "least": 60, "runs": 2, "text": "Play."}
    version = SchemeVersion(prerequisites=[asked])

    scored(learner, 1_001, "80")
    after_one = eligibility.against(version, learner).requirements[0]
    scored(learner, 1_002, "50")
    after_two = eligibility.against(version, learner).requirements[0]
    scored(learner, 1_003, "40")
    after_three = eligibility.against(version, learner).requirements[0]

    assert (after_one.met, after_one.shown_by) == (None, "1 of 2 runs finished")
    assert after_two.met
    assert after_three.met is None
    assert "45" in after_three.shown_by


def test_a_run_is_development_once_its_debrief_was_read() -> None:
    learner = make.student()
    ended(learner, 1_001)
    debrief = read_by(learner)

    found = [(one.key, one.source) for one in learned(learner)]

    assert found == [(f"courses:run {debrief.run_id}", "simulation")]


def test_today_shows_the_five_responsibilities_and_what_waits_to_be_read() -> None:
    learner = make.student()
    read_by(learner)
    unread = ended(learner, 1_001)

    page = window(learner).get(reverse("dashboard")).content.decode()

    assert "What your simulations show" in page
    assert "From one run, which is little" in page
    assert reverse("courses:debrief", args=[unread.pk]) in page


def test_the_privacy_file_has_runs_and_debriefs_and_no_seed_that_is_still_sealed() -> None:
    learner = make.student()
    debrief, sealed = read_by(learner), ended(learner, 1_001)

    found = export(learner)["simulations"]

    assert isinstance(found, dict)
    opened, closed = (run["debrief"] for run in found["runs"])
    assert opened["guess"] == debrief.guess
    assert opened["found"] == debrief.parts
    assert closed["found"] is None
    assert sealed.nonce not in str(found)
