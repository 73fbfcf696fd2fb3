"""What an examiner saw during a sitting: written at the console, looked at by somebody else."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from certification.models import Attempt, ExamForm, LogEntry, Signal, SignalKind
from certification.operations import integrity, reporting
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.sitting import passes
from tests.conftest import at_the_same_time

SEEN = "Read from a card under the table at about 14:06."


@pytest.fixture
def examiner(db: None) -> User:
    return make.staff(Role.EXAMINER)


def room() -> tuple[ExamForm, Attempt, Attempt]:
    form = certifying.form()
    return form, certifying.attempt(form), certifying.attempt(form)


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(form: ExamForm) -> str:
    return f"/certification/sittings/{form.public_id}/reports/"


def test_a_report_waits_for_a_colleague_and_changes_nothing_in_the_exam(examiner: User) -> None:
    form, one, other = room()
    desk = browser(examiner)
    page = desk.get(f"/certification/sittings/{form.public_id}/").content.decode()
    assert "Report what you saw" in page
    before = Attempt.objects.values().get(pk=one.pk)

    said = desk.post(
        url(form), {"about": one.public_id, "other": other.public_id, "seen": SEEN}, follow=True
    )

    assert "It waits under Signals" in said.content.decode()
    signal = Signal.objects.get()
    assert (signal.kind, signal.attempt, signal.other) == (SignalKind.REPORT, one, other)
    assert signal.reported_by == examiner
    assert Attempt.objects.values().get(pk=one.pk) == before
    entry = LogEntry.objects.get()
    assert (entry.act, entry.actor) == ("attempt.reported", examiner)
    assert entry.facts["seen"] == SEEN


def test_whoever_reported_it_does_not_also_say_what_was_found(examiner: User) -> None:
    form, one, _ = room()
    browser(examiner).post(url(form), {"about": one.public_id, "seen": SEEN})
    signal = Signal.objects.get()

    own = browser(examiner).get("/certification/signals/").content.decode()
    assert SEEN in own
    assert "so a colleague says what they find" in own
    with pytest.raises(RuleBroken, match="yourself"):
        integrity.settle(signal=signal, outcome="Guilty.", by=examiner)
    colleague = browser(make.staff(Role.EXAMINER))
    assert SEEN in colleague.get("/certification/signals/").content.decode()
    colleague.post(f"/certification/signals/{signal.pk}/", {"outcome": "A tissue."})

    signal.refresh_from_db()
    assert signal.outcome == "A tissue."


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"about": ""}, "Choose the candidate."),
        ({"about": "x"}, "Choose a candidate of this sitting."),
        ({"about": str(uuid.uuid4())}, "Choose a candidate of this sitting."),
        ({"seen": "  "}, "Write down what you saw."),
        ({"seen": "x" * 501}, "at most 500"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    examiner: User, over: dict[str, str], words: str
) -> None:
    form, one, _ = room()

    refused = browser(examiner).post(url(form), {"about": str(one.public_id), "seen": SEEN} | over)

    assert refused.status_code == 422
    html = refused.content.decode()
    assert words in html
    assert "There is a problem" in html
    assert not Signal.objects.exists()
    assert "seen" in over or SEEN in html


def test_the_second_one_is_somebody_else_of_the_same_sitting(examiner: User) -> None:
    form, one, _ = room()
    sent = {"about": one.public_id, "other": one.public_id, "seen": SEEN}
    refused = browser(examiner).post(url(form), sent)
    assert refused.status_code == 409
    assert "somebody else of this sitting" in refused.content.decode()

    with pytest.raises(RuleBroken):
        reporting.report(
            attempt=one, other=certifying.attempt(), seen=SEEN, by=examiner,
            form_token=uuid.uuid4(),
        )  # fmt: skip


def test_nobody_reports_on_their_own_sitting(examiner: User) -> None:
    form, other, _ = room()
    own = certifying.attempt(form, examiner)
    for pair in ((own, None), (other, own)):
        with pytest.raises(RuleBroken, match="your own"):
            reporting.report(
                attempt=pair[0], other=pair[1], seen=SEEN, by=examiner, form_token=uuid.uuid4()
            )


def test_a_sitting_is_reported_until_a_day_after_its_end(examiner: User) -> None:
    form, one, _ = room()
    one.move("submit")
    one.submitted_at = one.started_at
    one.submitted_by = "candidate"
    one.save()
    desk = browser(examiner)
    assert desk.post(url(form), {"about": one.public_id, "seen": SEEN}).status_code == 302
    passes(one, days=1, minutes=1)
    Attempt.objects.filter(pk=one.pk).update(submitted_at=one.started_at)
    late = desk.post(url(form), {"about": one.public_id, "seen": SEEN})
    assert late.status_code == 422


def test_people_may_see_more_than_one_thing(examiner: User) -> None:
    form, one, _ = room()
    desk = browser(examiner)
    for seen in ("A card.", "A telephone."):
        desk.post(url(form), {"about": one.public_id, "seen": seen})
    assert Signal.objects.filter(attempt=one).count() == 2


@pytest.mark.django_db
def test_a_report_names_who_saw_it_and_what_a_rule_found_does_not() -> None:
    one = certifying.attempt()
    for kind, by in (("report", None), ("time", make.staff(Role.EXAMINER))):
        with pytest.raises(IntegrityError, match="a_report_says_who"), transaction.atomic():
            Signal.objects.create(attempt=one, kind=kind, reported_by=by)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_ten_times_at_once_is_one_report() -> None:
    examiner, token = make.staff(Role.EXAMINER), uuid.uuid4()
    _, one, _ = room()

    made = at_the_same_time(
        lambda _: reporting.report(attempt=one, seen=SEEN, by=examiner, form_token=token).pk,
        range(10),
    )

    assert made == [Signal.objects.get().pk] * 10
    assert LogEntry.objects.filter(act="attempt.reported").count() == 1
