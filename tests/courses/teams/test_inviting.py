"""Asking somebody of one's class to a table by name, and what they see of it."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from courses.models import (
    BoardConsent,
    DiscussionPost,
    Enrolment,
    Lesson,
    Seat,
    SimulationRun,
    TeamInvitation,
)
from courses.operations import discussing, inviting, simulating, teaming
from courses.panels.simulated import everything
from courses.teams import classmates
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from institute.mail.operations import deliver
from tests import make
from tests.courses.simulating import a_run
from tests.courses.tables import a_class, a_table, shown

pytestmark = pytest.mark.django_db
ASKED = "/simulations/teams/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(run: SimulationRun, act: str = "") -> str:
    return f"/simulations/runs/{run.pk}/{act}"


@pytest.fixture
def places() -> list[Enrolment]:
    """A lead, three classmates the class can see, and one it cannot."""
    _, places = a_class(5)
    for number, place in enumerate(places[1:4], start=1):
        shown(place, f"Alias {number}")
    return places


@pytest.fixture
def run(places: list[Enrolment]) -> SimulationRun:
    run = a_run(places[0].student)
    a_table(run)
    return run


def ask(run: SimulationRun, place: Enrolment) -> TeamInvitation:
    return inviting.ask(run=run, by=run.user, place=place.pk)


def names(user: User) -> list[str]:
    return [mate.shown_as for mate in classmates.of(user)]


def test_only_names_the_class_can_see_are_listed(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    assert names(run.user) == ["Alias 1", "Alias 2", "Alias 3"]
    page = as_(run.user).get(address(run)).content.decode()
    assert "Alias 2" in page
    assert not [place for place in places[1:] if place.student.email in page]
    assert not [place for place in places[1:] if place.student.name in page]

    BoardConsent.objects.filter(shown_as="Alias 1").update(withdrawn_at=timezone.now())
    Enrolment.objects.filter(pk=places[2].pk).update(status="deferred")
    User.objects.filter(pk=places[3].student_id).update(is_active=False)
    assert names(run.user) == []
    assert names(make.student()) == []


def test_who_wrote_in_the_discussion_goes_by_their_name(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    lesson = Lesson.objects.filter(module__version__cohorts=places[0].cohort_id)[0]
    quiet, silent_name = places[4].student, places[3].student
    User.objects.filter(pk=silent_name.pk).update(display_name="")
    for author in (quiet, silent_name):
        author.refresh_from_db()
        discussing.post(
            cohort=places[0].cohort,
            lesson=lesson,
            author=author,
            text="Who has played this?",
            form_token=uuid.uuid4(),
        )

    assert quiet.display_name in names(run.user)
    assert "Alias 3" in names(run.user)
    DiscussionPost.objects.update(hidden_by=run.user, hidden_why="Not here")
    assert quiet.display_name not in names(run.user)


def test_the_lead_asks_and_a_letter_says_who_and_to_what(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    window, mate = as_(run.user), places[1].student
    for _ in range(2):
        window.post(address(run, "team/ask/"), {"place": places[1].pk})

    row = OutboundMessage.objects.get(kind="courses.team_invitation")
    assert row.to_address == mate.email
    assert run.user.email not in str(row.context)
    page = window.get(address(run)).content.decode()
    assert "Not answered" in page
    assert mate.email not in page
    mine = as_(mate).get(ASKED).content.decode()
    assert f"{run.user.display_name} asks you to" in mine
    assert run.user.email not in mine
    assert "1 table waits" in as_(mate).get("/simulations/").content.decode()


def test_only_the_lead_asks_and_only_whom_the_list_names(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    stranger = a_class(2)[1][1]
    shown(stranger, "Stranger")
    window = as_(run.user)
    for place in (stranger.pk, places[4].pk, places[0].pk, 9_999_999):
        window.post(address(run, "team/ask/"), {"place": place})
    assert window.post(address(run, "team/ask/"), {"place": "x"}).status_code == 422
    Seat.objects.create(run=run, user=places[2].student, part="risk")
    with pytest.raises(RuleBroken, match="Only the lead"):
        inviting.ask(run=run, by=places[2].student, place=places[1].pk)
    with pytest.raises(RuleBroken, match="have a seat"):
        ask(run, places[2])

    assert not TeamInvitation.objects.exists()


def test_accepting_takes_a_part_once(run: SimulationRun, places: list[Enrolment]) -> None:
    asked, mate = ask(run, places[1]), places[1].student
    window = as_(mate)
    here = f"{ASKED}asked/{asked.pk}/accept/"
    assert window.post(here, {"part": "none"}).status_code == 422
    assert window.post(here, {"part": "exec"}).status_code == 422
    for _ in range(2):
        assert window.post(here, {"part": "risk"}).headers["Location"] == address(run)

    assert run.seats.get(user=mate).part == "risk"
    asked.refresh_from_db()
    assert (asked.status, bool(asked.answered_at)) == ("accepted", True)
    assert "asked/" not in window.get(ASKED).content.decode()


def test_saying_no_is_kept_and_the_lead_cannot_ask_again(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    asked = ask(run, places[1])
    here = f"{ASKED}asked/{asked.pk}/"
    assert as_(places[2].student).post(f"{here}decline/").status_code == 404
    assert as_(run.user).post(f"{here}accept/", {"part": "risk"}).status_code == 404
    window = as_(places[1].student)
    for _ in range(2):
        window.post(f"{here}decline/")

    assert ask(run, places[1]).status == "declined"
    assert OutboundMessage.objects.filter(kind="courses.team_invitation").count() == 1
    assert "Said no" in as_(run.user).get(address(run)).content.decode()
    assert window.post(f"{here}accept/", {"part": "risk"}).status_code == 422
    assert not run.seats.filter(user=places[1].student).exists()


def test_the_same_person_is_not_asked_to_table_after_table(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    ask(run, places[1])
    other = a_run(run.user, seed=1_001)
    a_table(other)
    with pytest.raises(RuleBroken, match="this week"):
        ask(other, places[1])
    with time_machine.travel(timezone.now() + dt.timedelta(days=8), tick=False):
        assert ask(other, places[1]).status == "waiting"


def test_a_table_asks_eight_people_at_most(run: SimulationRun, places: list[Enrolment]) -> None:
    TeamInvitation.objects.bulk_create(
        TeamInvitation(
            run=run,
            user=make.student(),
            by=run.user,
            cohort=places[0].cohort,
            shown_as="Somebody",
        )
        for _ in range(inviting.MOST_ASKED)
    )

    with pytest.raises(RuleBroken, match="Eight people"):
        ask(run, places[1])


def test_an_invitation_ends_with_the_table_it_leads_to(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    asked = ask(run, places[1])
    teaming.close_invitation(run=run, by=run.user)

    assert "asked/" not in as_(places[1].student).get(ASKED).content.decode()
    with pytest.raises(RuleBroken, match="closed"):
        inviting.accept(invitation=asked, part="risk")
    with pytest.raises(RuleBroken, match="closed"):
        ask(run, places[2])
    row = OutboundMessage.objects.get(kind="courses.team_invitation")
    deliver()
    row.refresh_from_db()
    assert (row.status, row.reason) == ("cancelled", "The invitation leads nowhere any more.")


def test_an_invitation_stays_with_its_person_and_its_words(
    run: SimulationRun, places: list[Enrolment]
) -> None:
    asked = ask(run, places[1])
    assert everything(places[1].student)["asked_to_tables"][0]["status"] == "waiting"
    assert len(everything(run.user)["asked_others_to_tables"]) == 1

    for change in ({"status": "perhaps"}, {"status": "accepted"}, {"by": asked.user}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TeamInvitation.objects.filter(pk=asked.pk).update(**change)
    simulating.put_away(run=run)
    with pytest.raises(RuleBroken):
        inviting.accept(invitation=asked, part="risk")
