"""The examiner's console: minutes, pauses and ends, for one or for all, each in the log."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from certification.models import Attempt, ExamForm, LogEntry, TimeAdjustment
from certification.operations import accommodating, console
from certification.operations.accommodating import Grant
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.sitting import as_candidate, first, passes, saved
from tests.conftest import at_the_same_time


@pytest.fixture
def examiner(db: None) -> User:
    return make.staff(Role.EXAMINER)


def room(number: int = 2) -> tuple[ExamForm, list[Attempt]]:
    form = certifying.form()
    return form, [_sits(form) for _ in range(number)]


def _sits(form: ExamForm) -> Attempt:
    return certifying.attempt(form)


def at_console(examiner: User, form: ExamForm, **fields: object) -> Client:
    client = Client()
    client.force_login(examiner)
    client.post(f"/certification/sittings/{form.public_id}/acts/", fields)
    return client


def test_minutes_for_all_move_every_deadline_and_are_written_down(examiner: User) -> None:
    form, attempts = room()
    before = [one.deadline_at for one in attempts]

    at_console(examiner, form, act="minutes", minutes="10", why="Fire alarm.")

    after = [Attempt.objects.get(pk=one.pk).deadline_at for one in attempts]
    assert [b - a for a, b in zip(before, after, strict=True)] == [dt.timedelta(minutes=10)] * 2
    assert set(TimeAdjustment.objects.values_list("seconds", "why", "given_by")) == {
        (600, "Fire alarm.", examiner.pk)
    }
    assert LogEntry.objects.filter(act="attempt.time_given", actor=examiner).count() == 2


def test_minutes_for_one_leave_the_others_alone(examiner: User) -> None:
    form, (one, other) = room()

    at_console(examiner, form, act="minutes", minutes="5", why="Ill.", attempt=one.public_id)

    assert TimeAdjustment.objects.get().attempt == one
    assert Attempt.objects.get(pk=other.pk).deadline_at == other.deadline_at


def test_a_pause_stands_still_and_going_on_gives_it_back(examiner: User) -> None:
    form, (one, _) = room()
    at_console(examiner, form, act="pause")
    one.refresh_from_db()
    assert one.status == "paused"
    assert "The sitting is paused" in as_candidate(one).get(one.get_absolute_url()).content.decode()
    left = one.clock.left(one.started_at + dt.timedelta(hours=9))
    passes(one, minutes=20)

    at_console(examiner, form, act="resume")

    one.refresh_from_db()
    assert one.status == "started"
    rest = (one.deadline_at - one.started_at).total_seconds() - one.limit_seconds
    assert 1200 <= rest < 1210
    assert left > 3590
    acts = LogEntry.objects.order_by("number").values_list("act", flat=True)
    assert list(acts) == ["attempt.paused"] * 2 + ["attempt.resumed"] * 2


def test_ending_hands_in_what_is_saved_with_the_reason(examiner: User) -> None:
    form, (one, other) = room()
    saved(first(one))

    at_console(examiner, form, act="end", why="The building closes.", attempt=one.public_id)

    one.refresh_from_db()
    assert (one.status, one.submitted_by) == ("submitted", "staff")
    assert LogEntry.objects.get().facts["why"] == "The building closes."
    assert Attempt.objects.get(pk=other.pk).is_running


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "minutes", "minutes": "10", "why": ""},
        {"act": "minutes", "minutes": "-10", "why": "x"},
        {"act": "minutes", "minutes": "999", "why": "x"},
        {"act": "end", "why": " "},
        {"act": "void"},
    ],
)
def test_acts_without_sense_or_reason_change_nothing(
    examiner: User, fields: dict[str, str]
) -> None:
    form, attempts = room(1)
    client = Client()
    client.force_login(examiner)

    answer = client.post(f"/certification/sittings/{form.public_id}/acts/", fields)

    assert answer.status_code == 422
    assert Attempt.objects.get().version == attempts[0].version
    assert not LogEntry.objects.exists()


def test_going_on_with_nobody_paused_is_said_in_words(examiner: User) -> None:
    form, _ = room(1)

    client = at_console(examiner, form, act="resume")

    page = client.get(f"/certification/sittings/{form.public_id}/").content.decode()
    assert "Nobody was paused, so nothing changed." in page


def test_a_form_that_names_nobody_acts_on_nobody(examiner: User) -> None:
    form, attempts = room(1)
    other = certifying.attempt()

    at_console(examiner, form, act="pause", attempt="nobody")
    at_console(examiner, form, act="pause", attempt=other.public_id)

    assert Attempt.objects.running().filter(status="paused").count() == 0
    assert attempts


def test_the_page_says_when_each_was_saved_and_asks_for_little(examiner: User) -> None:
    form, (one, _) = room()
    saved(first(one))
    client = Client()
    client.force_login(examiner)
    address = f"/certification/sittings/{form.public_id}/"

    page = client.get(address)
    text = page.content.decode()
    assert one.code in text
    assert "Just now" in text
    assert "Nothing saved yet" in text
    assert one.candidate.name not in text  # who marks them may see this page
    again = client.get(address, headers={"HX-Request": "true", "If-None-Match": page["ETag"]})
    assert again.status_code == 304


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_minutes_given_at_once_by_two_examiners_all_count() -> None:
    attempt, examiners = certifying.attempt(), [make.staff(Role.EXAMINER) for _ in range(2)]

    def give(number: int) -> int:
        by = examiners[number % 2]
        return console.add_minutes(attempts=[attempt], minutes=1, why="Noise.", by=by)

    assert at_the_same_time(give, range(8), at_once=8) == [1] * 8
    after = Attempt.objects.get()
    assert after.deadline_at - attempt.deadline_at == dt.timedelta(minutes=8)


@pytest.mark.django_db
def test_minutes_over_the_night_clocks_change_are_minutes() -> None:
    """The hands jump from 2:00 to 3:00 in Toronto on 14 March 2027."""
    end = dt.datetime(2027, 3, 14, 6, 30, tzinfo=dt.UTC)
    attempt = certifying.attempt(deadline_at=end)

    console.add_minutes(attempts=[attempt], minutes=60, why="Power cut.", by=make.staff())

    attempt.refresh_from_db()
    assert attempt.deadline_at == end + dt.timedelta(hours=1)
    attempt.candidate.time_zone = "America/Toronto"
    attempt.candidate.save()
    said = as_candidate(attempt).get(f"{attempt.get_absolute_url()}clock/").json()
    assert said["ends"] == "03:30"


@pytest.mark.django_db
def test_more_time_reaches_a_running_sitting_once_and_by_an_act_of_its_own() -> None:
    attempt, desk = certifying.attempt(), make.staff(Role.DESK)
    today = dt.date(2026, 1, 1)
    held = accommodating.grant(
        person=attempt.candidate,
        what=Grant(Decimal("1.5"), 10, today, reason="Private."),
        by=desk,
    )
    held.refresh_from_db()
    attempt.refresh_from_db()
    assert attempt.limit_seconds == 3600

    for _ in range(2):
        accommodating.apply_now(accommodation=held, attempt=attempt, by=desk)

    attempt.refresh_from_db()
    assert (attempt.limit_seconds, attempt.extra_break_seconds) == (5400, 600)
    assert attempt.deadline_at - attempt.started_at == dt.timedelta(minutes=90)
    assert "Private" not in str(list(LogEntry.objects.values_list("facts", flat=True)))


@pytest.mark.django_db
def test_an_accommodation_is_granted_and_ended_by_others() -> None:
    desk, person = make.staff(Role.DESK), make.student()
    client = Client()
    client.force_login(desk)
    fields = {
        "email": person.email,
        "factor": "1.25",
        "break_minutes": "0",
        "since": "2026-01-01",
        "until": "",
        "reason": "Dyslexia.",
    }
    address = "/certification/accommodations/"

    assert client.post(address, fields | {"email": "nobody@example.com"}).status_code == 422
    assert client.post(address, fields | {"factor": "1.00"}).status_code == 422
    assert client.post(address, fields).status_code == 302

    page = client.get(address).content.decode()
    assert person.name in page
    assert "Dyslexia" not in page
    held = person.accommodations.get()
    client.post(f"{address}{held.pk}/end/")
    assert person.name not in client.get(address).content.decode().split("Grant one")[0][-4000:]
    with pytest.raises(RuleBroken):
        accommodating.grant(
            person=desk, what=Grant(Decimal("1.5"), 0, dt.date(2026, 1, 1)), by=desk
        )
