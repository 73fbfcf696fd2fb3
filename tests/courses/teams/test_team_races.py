"""Several people at one table at the same moment: real threads, one truth."""

from typing import Any

import pytest
from django.utils import timezone

from courses.models import SILENCE, Absence, Ballot, Seat, SimulationRun, TeamInvitation
from courses.operations import inviting, seating, simulating, team_letters, teaming
from courses.operations.simulating import Planned, Stale
from courses.teams.rights import NotAgreed
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.simulating import BUSY, QUIET, a_run
from tests.courses.tables import a_class, a_table, joined_by, shown

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_people_race_for_four_parts_and_four_sit(db: None) -> None:
    table = a_table(a_run(make.student()))
    people = [make.student() for _ in range(8)]
    wanted = list(zip(people, ["align", "lead", "risk", "comm"] * 2, strict=True))

    def sit(who: tuple[User, str]) -> Any:
        return teaming.take_part(table=table, user=who[0], part=who[1]).part

    outcomes = at_the_same_time(sit, wanted)

    refused = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    assert (len(refused), Seat.objects.count()) == (4, 5), outcomes


@pytest.mark.parametrize("by_name", [False, True])
def test_nobody_slips_in_while_the_first_week_is_ended(db: None, by_name: bool) -> None:
    for _ in range(4):
        _end_while_somebody_sits_down(by_name)


def _end_while_somebody_sits_down(by_name: bool) -> None:
    _, (lead, mate) = a_class(2)
    shown(mate, "Mate")
    run, guest = a_run(lead.student), mate.student
    table = a_table(run, "lead")
    asked = inviting.ask(run=run, by=run.user, place=mate.pk)

    def act(what: str) -> Any:
        if what == "end":
            return simulating.commit_week(
                run=run, by=run.user, planned=Planned(1, 0), decisions=BUSY
            )
        if by_name:
            return inviting.accept(invitation=asked, part="risk")
        return teaming.take_part(table=table, user=guest, part="risk")

    ended, sat = at_the_same_time(act, ["end", "sit"])

    assert ended.week == 1
    assert isinstance(sat, RuleBroken) or sat.joined_at <= ended.at, (sat, ended)


def test_a_plan_that_is_changed_while_somebody_agrees_is_not_ended(db: None) -> None:
    run = a_run(make.student())
    second, third = joined_by(a_table(run), 2)
    teaming.agree(run=run, by=second, planned=Planned(1, 0), decisions=BUSY)

    def act(what: str) -> Any:
        if what == "change":
            return simulating.save_draft(run=run, planned=Planned(1, 1), decisions=QUIET)
        return simulating.commit_week(run=run, by=third, planned=Planned(1, 1), decisions=BUSY)

    changed, ended = at_the_same_time(act, ["change", "end"])

    assert isinstance(changed, Stale) != isinstance(ended, Stale), (changed, ended)


def test_two_who_agree_at_once_are_both_counted(db: None) -> None:
    run = a_run(make.student())
    people = joined_by(a_table(run), 4)
    simulating.save_draft(run=run, planned=Planned(1, 0), decisions=BUSY)

    def agree(user: User) -> Any:
        return teaming.agree(run=run, by=user, planned=Planned(1, 1), decisions=BUSY).pk

    outcomes = at_the_same_time(agree, people[:2] * 2)

    run.refresh_from_db()
    assert Ballot.objects.on_the_plan(run).count() == 2, outcomes
    with pytest.raises(NotAgreed):
        simulating.commit_week(run=run, by=people[0], planned=Planned(1, 1), decisions=BUSY)


def test_who_votes_while_their_seat_is_freed_either_votes_or_is_out(db: None) -> None:
    for _ in range(6):
        _free_while_somebody_votes()


def _free_while_somebody_votes() -> None:
    run = a_run(make.student())
    second, _ = joined_by(a_table(run), 2)
    Seat.objects.filter(user=second).update(heard_at=timezone.now() - 2 * SILENCE)

    def act(what: str) -> Any:
        if what == "free":
            return seating.seat_out(run=run, by=run.user, part="align")
        return teaming.agree(run=run, by=second, planned=Planned(1, 0), decisions=BUSY)

    freed, voted = at_the_same_time(act, ["free", "vote"])

    assert isinstance(freed, RuleBroken) != isinstance(voted, RuleBroken), (freed, voted)
    sits = run.seats.filter(user=second).exists()
    assert sits == isinstance(freed, RuleBroken)
    assert run.ballots.filter(user=second).exists() == sits


def test_a_seat_freed_in_many_windows_is_freed_once_and_told_once(db: None) -> None:
    run = a_run(make.student())
    (second,) = joined_by(a_table(run), 1)
    Seat.objects.filter(user=second).update(heard_at=timezone.now() - 2 * SILENCE)

    outcomes = at_the_same_time(
        lambda _: seating.seat_out(run=run, by=run.user, part="align").pk, range(5)
    )

    assert sum(isinstance(outcome, RuleBroken) for outcome in outcomes) == 4, outcomes
    assert Absence.objects.count() == 1
    assert OutboundMessage.objects.filter(kind="courses.seat_freed").count() == 1


def test_who_looks_in_while_their_seat_is_freed_is_either_there_or_out(db: None) -> None:
    for _ in range(12):
        run = a_run(make.student())
        (second,) = joined_by(a_table(run), 1)
        silent_since = timezone.now() - 2 * SILENCE
        Seat.objects.filter(user=second).update(heard_at=silent_since)

        def act(what: str, run: SimulationRun = run, second: User = second) -> Any:
            if what == "free":
                return seating.seat_out(run=run, by=run.user, part="align")
            return seating.heard(run, second)

        freed, noted = at_the_same_time(act, ["free", "look"])

        assert noted == isinstance(freed, RuleBroken)
        assert run.seats.filter(user=second).exists() == noted


def test_a_table_that_fills_while_it_is_accepted_seats_nobody_twice(db: None) -> None:
    _, places = a_class(4)
    for place in places[1:]:
        shown(place, f"Alias {place.pk}")
    run = a_run(places[0].student)
    table = a_table(run)
    asked = [inviting.ask(run=run, by=run.user, place=place.pk) for place in places[1:]]
    by_link = [make.student() for _ in range(4)]

    def sit(who: Any) -> Any:
        if isinstance(who, User):
            return teaming.take_part(table=table, user=who, part="risk").pk
        return inviting.accept(invitation=who, part="risk").pk

    outcomes = at_the_same_time(sit, [*asked, *by_link, asked[0]])

    seat = run.seats.get(part="risk")
    assert set(outcomes) >= {seat.pk}
    assert run.seats.count() == 2
    accepted = TeamInvitation.objects.exclude(status="waiting")
    assert [one.user for one in accepted] == [seat.user] * len(accepted)


def test_a_yes_and_a_no_at_once_are_one_answer(db: None) -> None:
    for _ in range(4):
        _answer_twice()


def _answer_twice() -> None:
    _, (lead, mate) = a_class(2)
    shown(mate, "Mate")
    run = a_run(lead.student)
    a_table(run)
    asked = inviting.ask(run=run, by=run.user, place=mate.pk)

    def answer(yes: bool) -> Any:
        mine = TeamInvitation.objects.get(pk=asked.pk)
        if yes:
            return inviting.accept(invitation=mine, part="risk")
        return inviting.decline(invitation=mine)

    at_the_same_time(answer, [True, *[False] * 5])

    asked.refresh_from_db()
    assert run.seats.filter(user=mate.student).exists() == (asked.status == "accepted")


def test_a_sweep_that_runs_twice_at_once_writes_once(db: None) -> None:
    run = a_run(make.student())
    second, _ = joined_by(a_table(run), 2)
    teaming.agree(run=run, by=second, planned=Planned(1, 0), decisions=BUSY)
    Ballot.objects.update(at=timezone.now() - team_letters.DECENT_WAIT)

    at_the_same_time(lambda _: team_letters.ask_for_votes(), range(4))

    assert OutboundMessage.objects.filter(kind="courses.vote_missing").count() == 2
