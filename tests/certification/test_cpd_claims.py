"""Hours: claimed with evidence by the holder, or posted out of our own records."""

import datetime as dt
import uuid
from decimal import Decimal

import pytest
from django.utils import timezone

from certification import evidence
from certification.models import CpdEntry, EntryStatus, LogEntry
from certification.operations import cpd
from certification.standing import today
from certification.tasks.renewal import follow_course, post_missed_learning
from courses.models import Cohort, Enrolment
from institute.accounts.models import User
from institute.errors import RuleBroken
from tests import make
from tests.certification import renewing as given
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


def completed_course(student: User, hours: int = 12) -> Enrolment:
    """A course that ended two months ago, completed."""
    cohort = make.cohort(make.course(hours=hours))
    ended = timezone.now() - dt.timedelta(days=60)
    Cohort.objects.filter(pk=cohort.pk).update(starts_at=ended, ends_at=ended + HOUR)
    return Enrolment.objects.create(cohort=cohort, student=student, status="completed")


def test_a_completed_course_counts_once_however_often_it_is_announced() -> None:
    certification = given.certified()
    place = completed_course(certification.holder)

    assert follow_course(place.pk) == 1
    assert follow_course(place.pk) == 0
    assert post_missed_learning() == 0

    entry = CpdEntry.objects.get()
    assert (entry.category, entry.hours) == ("learning", Decimal(12))
    assert entry.status == EntryStatus.APPROVED


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_completed_course_announced_from_many_sides_at_once_is_posted_once() -> None:
    certification = given.certified()
    completed_course(certification.holder)

    posted = at_the_same_time(lambda _: cpd.post_learning(certification=certification), range(16))

    assert sorted(posted) == [0] * 15 + [1]
    assert LogEntry.objects.filter(act="cpd.posted").count() == 1


def test_a_course_counts_for_each_certification_its_student_holds() -> None:
    holder = given.certified().holder
    given.certified(who=holder)
    completed_course(holder)

    assert post_missed_learning() == 2


def test_a_session_given_as_a_mentor_counts_in_quarters() -> None:
    mentor = make.mentor()
    given.certified(who=mentor.user)
    booking = make.booking(mentor, make.student())
    start = timezone.now() - dt.timedelta(days=3)
    type(booking).objects.filter(pk=booking.pk).update(
        status="completed",
        during=(start, start + dt.timedelta(minutes=45)),
        blocks=(start, start + dt.timedelta(minutes=45)),
    )

    assert post_missed_learning() == 1
    assert CpdEntry.objects.get().hours == Decimal("0.75")
    assert CpdEntry.objects.get().category == "giving"


def test_the_same_form_sent_twice_is_one_claim() -> None:
    cycle = given.cycle_of(given.certified())
    said = cpd.Claim("reading", "A book", today(), Decimal(2))
    key, holder = uuid.uuid4(), cycle.certification.holder

    first = cpd.claim(cycle=cycle, by=holder, said=said, key=key)
    again = cpd.claim(cycle=cycle, by=holder, said=said, key=key)

    assert first == again
    assert CpdEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_from_two_tabs_at_once_is_one_claim() -> None:
    cycle = given.cycle_of(given.certified())
    said = cpd.Claim("reading", "A book", today(), Decimal(2))
    key, holder = uuid.uuid4(), cycle.certification.holder

    def send(_: int) -> CpdEntry:
        return cpd.claim(cycle=cycle, by=holder, said=said, key=key)

    assert len({one.pk for one in at_the_same_time(send, range(6))}) == 1


@pytest.mark.parametrize(
    "said",
    [
        {"category": "golf"},
        {"hours": Decimal("0.1")},
        {"hours": Decimal(-3)},
        {"done_on": dt.date(2015, 1, 1)},
        {"done_on": today() + dt.timedelta(days=3)},
    ],
)
def test_forged_claims_count_for_nothing(said: dict[str, object]) -> None:
    cycle = given.cycle_of(given.certified())

    with pytest.raises(RuleBroken):
        given.claimed(cycle, **said)  # type: ignore[arg-type]

    assert not CpdEntry.objects.exists()


def test_somebody_else_claims_nothing_in_my_cycle() -> None:
    cycle = given.cycle_of(given.certified())
    said = cpd.Claim("reading", "A book", today(), Decimal(2))

    with pytest.raises(RuleBroken, match="own hours"):
        cpd.claim(cycle=cycle, by=make.student(), said=said, key=uuid.uuid4())


def test_a_claim_taken_back_does_not_count() -> None:
    cycle = given.cycle_of(given.certified())
    entry = given.claimed(cycle)

    cpd.take_back(entry=entry, by=cycle.certification.holder)

    assert cycle.account().counted == 0


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("../../etc/proof.exe", PDF, "proof.pdf"),
        ("a.png", b"\x89PNG\r\n\x1a\n....IEND\xaeB`\x82", "a.png"),
        ("b", b"\xff\xd8\xff\xe0....\xff\xd9", "evidence.jpg"),
    ],
)
def test_a_file_is_what_its_bytes_say(name: str, data: bytes, kind: str) -> None:
    assert evidence.judged(name, data).name == kind


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>",
        b"MZ\x90",
        b"%PDF-1.7 cut",
        PDF + b"PK\x05\x06",
        PDF.replace(b"<<>>", b"<</JavaScript 1 0 R>>"),
        PDF + b" " * evidence.LARGEST,
    ],
)
def test_a_file_that_is_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(evidence.RefusedError):
        evidence.judged("proof.pdf", data)
