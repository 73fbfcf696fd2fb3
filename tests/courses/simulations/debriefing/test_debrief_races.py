"""Two workers at once, and one that is killed: one truth, nothing lost."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.db import connection

from courses import tasks
from courses.models import Debrief
from courses.operations import debriefing
from courses.simulations.debriefing import STEPS
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.simulations.debriefing.test_debriefs import a_debrief, a_finished_run

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = """
import os, django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = os.environ["TEST_DATABASE"]
from courses.operations import debriefing
debriefing.work_out(int(os.environ["DEBRIEF"]))
"""


@pytest.fixture
def learner(db: None) -> User:
    return make.student()


def test_four_workers_at_once_find_each_step_once(learner: User) -> None:
    debrief = a_finished_run(learner, "do_nothing").debrief

    found = at_the_same_time(debriefing.work_out, [debrief.pk] * 4)

    assert sum(found) == len(STEPS), found
    debrief.refresh_from_db()
    assert (debrief.status, set(debrief.parts)) == ("ready", set(STEPS))


def test_of_two_guesses_at_once_one_stands(learner: User) -> None:
    debrief = a_debrief(learner)

    outcomes = at_the_same_time(
        lambda cause: debriefing.predict(debrief=debrief, week=1, cause=cause),
        ["risks", "flaws"],
    )

    debrief.refresh_from_db()
    refused = [one for one in outcomes if isinstance(one, RuleBroken)]
    kept = [one.guess for one in outcomes if isinstance(one, Debrief)]
    assert len(refused) == 1, outcomes
    assert kept == [debrief.guess]


def test_after_kill_9_in_mid_debrief_the_next_worker_goes_on(learner: User) -> None:
    debrief = a_finished_run(learner).debrief
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "DEBRIEF": str(debrief.pk),
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
    try:
        for _ in range(600):
            debrief.refresh_from_db()
            if debrief.steps_done >= 2 or worker.poll() is not None:
                break
            time.sleep(0.02)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    debrief.refresh_from_db()
    assert debrief.status == "working", "it was too fast to be killed"
    assert 2 <= debrief.steps_done < len(STEPS)
    kept = debrief.parts

    assert tasks.go_on_debriefing() == 1

    debrief.refresh_from_db()
    assert debrief.status == "ready"
    assert {step: debrief.parts[step] for step in kept} == kept
    assert set(debrief.parts) == set(STEPS)
