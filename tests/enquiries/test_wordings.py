"""Texts, their placeholders and versions."""

from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from courses.models import CourseState
from enquiries import wording
from enquiries.models import Enquiry, FollowUp, Topic, Wording
from enquiries.operations import wordings
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import MailClass
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.following import text

KEY = "test-text"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _first_version(db: None) -> None:
    text(KEY, "About {about}", "Hello. {dates}")


def write(by: User, **changes: object) -> Wording:
    known: dict[str, object] = {"key": KEY, "title": "Title", "body": "Body", "based_on": 1}
    return wordings.write_wording(by=by, **(known | changes))  # type: ignore[arg-type]


def test_change_is_a_new_version(manager: User) -> None:
    fresh = write(manager, body="For {about}.")

    assert (fresh.version, fresh.written_by) == (2, manager)
    assert wordings.current(KEY) == fresh
    assert Wording.objects.get(key=KEY, version=1).body == "Hello. {dates}"


def test_same_words_are_the_version_there_is(manager: User) -> None:
    assert write(manager, title="About  {about} ", body="Hello. {dates}\r\n").version == 1


def test_old_text_comes_back_as_a_new_version(manager: User) -> None:
    write(manager)

    again = wordings.use_version(key=KEY, version=1, by=manager)

    assert (again.version, again.body) == (3, "Hello. {dates}")


def test_words_of_two_people_are_both_kept_and_nobody_overwrites(manager: User) -> None:
    write(manager)

    with pytest.raises(RuleBroken, match="saved version 2 meanwhile"):
        write(make.staff(), body="Mine")


def test_version_is_never_rewritten_or_deleted() -> None:
    one = Wording.objects.get(key=KEY)
    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        Wording.objects.filter(pk=one.pk).update(body="Other")
    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        one.delete()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Dear {nmae}", "{nmae} is not a placeholder. Use one of {name}, {about}"),
        ("Dear {name", "A curly bracket stands alone"),
        ("Dear name}", "A curly bracket stands alone"),
        ("{}", "{} is not a placeholder"),
        ("{ name }", "{ name } is not a placeholder"),
        ("{{name}}", "A curly bracket stands alone"),
        ("  \n ", "Write a subject and a text."),
        ("x" * 6001, "Keep it to"),
    ],
)
def test_text_that_cannot_be_sent_is_refused_in_words(body: str, words: str, manager: User) -> None:
    with pytest.raises(RuleBroken) as refused:
        write(manager, body=body)

    assert words in str(refused.value)


def test_placeholder_of_a_subject_is_checked_too(manager: User) -> None:
    with pytest.raises(RuleBroken, match="whom"):
        write(manager, title="To {whom}")


@given(words=st.text(max_size=300))
def test_text_without_a_problem_can_always_be_filled(words: str) -> None:
    facts = dict.fromkeys(wording.MEANINGS, "fact")
    if not wording.problem_of(words):
        wording.filled(words, facts)


@given(older=st.text(max_size=120), newer=st.text(max_size=120))
def test_differences_hold_both_texts(older: str, newer: str) -> None:
    pieces = wording.differences(older, newer)

    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == newer
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == older


def test_every_placeholder_has_a_fact_for_every_enquiry() -> None:
    course = make.course("Risk and escalation")
    make.cohort(course)
    for enquiry in (make.enquiry(), make.enquiry(course=course)):
        facts = wording.facts_of(enquiry)
        assert set(facts) == set(wording.MEANINGS)
        assert all(facts.values())


PLANTED = import_module(
    "enquiries.migrations.0009_follow_up_after_two_days_a_week_and_three_weeks"
).TEXTS


@pytest.mark.parametrize(("title", "body"), [text[1:] for text in PLANTED])
def test_question_without_a_subject_is_called_a_question(title: str, body: str) -> None:
    shown = wordings.read_as(enquiry=make.enquiry(topic=Topic.OTHER), title=title, body=body)

    assert shown.words
    letter = f"{shown.words.subject} {shown.words.text}"
    assert "something else" not in letter.lower()
    assert "your question" in letter.lower() or "asked us a question" in letter
    assert "price" not in letter


def test_question_about_a_course_keeps_its_price() -> None:
    enquiry = make.enquiry(course=make.course("Risk", price_cents=69_000))

    shown = wordings.read_as(enquiry=enquiry, title="A", body=PLANTED[0][2])

    assert shown.words
    assert "You asked about Risk on" in shown.words.text
    assert "$690 plus HST" in shown.words.text


def test_facts_are_those_of_the_course() -> None:
    course = make.course("Risk and escalation", price_cents=69_000)
    cohort = make.cohort(course)
    make.cohort(make.course("Another"))
    enquiry = make.enquiry(course=course, zone="Europe/London")

    facts = wording.facts_of(enquiry)

    starts = cohort.starts_at.astimezone(ZoneInfo("Europe/London"))
    assert facts["about"] == "Risk and escalation"
    assert facts["dates"] == f"{starts:%a %-d %B %Y, %H:%M} London time"
    assert facts["price"] == "$690 plus HST"
    assert facts["page"].endswith(f"/courses/{course.slug}/")
    assert facts["syllabus"].endswith(f"/courses/{course.slug}/syllabus.pdf")


def test_course_that_is_gone_leads_to_the_catalogue() -> None:
    course = make.course()
    course.status = CourseState.RETIRED
    course.save()

    assert wording.facts_of(make.enquiry(course=course))["page"].endswith("/courses/")


@pytest.mark.parametrize("name", ["Win at spam.example", "https://x.example", "A" * 80])
def test_name_that_advertises_is_left_out(name: str) -> None:
    assert wording.facts_of(make.enquiry(name=name))["name"] == "there"


def test_preview_is_the_whole_letter_and_queues_nothing() -> None:
    enquiry = make.enquiry(name="Ana Lima")

    shown = wordings.read_as(enquiry=enquiry, title="We answer", body="Hi.\n\nhttps://x.example")

    assert shown.words
    assert shown.words.subject == "We answer"
    assert "Hello Ana Lima," in shown.words.text
    assert "1 Example Street" in shown.words.html
    assert "Stop these emails" in shown.words.html
    assert '<a href="https://x.example"' in shown.words.html
    assert not OutboundMessage.objects.exists()
    assert not FollowUp.objects.exists()


def test_markup_in_a_text_is_shown_as_it_was_typed() -> None:
    shown = wordings.read_as(enquiry=make.enquiry(), title="A", body="<script>alert(1)</script>")

    assert shown.words
    assert "&lt;script&gt;" in shown.words.html
    assert "<script>alert" not in shown.words.html


def test_text_a_rule_sends_is_commercial_whatever_it_says() -> None:
    for name in ("enquiries.follow_up", "enquiries.news_written", "enquiries.consent_request"):
        assert KINDS[name].mail_class == MailClass.COMMERCIAL
    fields = {field.name for field in Wording._meta.get_fields()}
    assert fields.isdisjoint({"mail_class", "has_promo", "topic"})  # nothing to downgrade


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_managers_saving_at_the_same_time_make_one_version() -> None:
    managers = [make.staff() for _ in range(6)]
    text(KEY, "About {about}", "Hello. {dates}")

    found = at_the_same_time(
        lambda one: write(one, body=f"Words of {one.pk}").version, managers, at_once=6
    )

    assert found.count(2) == 1
    assert sum(isinstance(one, RuleBroken) for one in found) == 5


def test_texts_the_institute_starts_with_can_be_sent() -> None:
    planted = Wording.objects.filter(key__startswith="follow-up-", version=1)
    enquiry = make.enquiry(course=make.course("Risk and escalation"))
    for one in planted:
        shown = wordings.read_as(enquiry=enquiry, title=one.title, body=one.body)
        assert shown.words
        assert "{" not in shown.words.text


def test_enquiry_is_left_as_it_is_by_a_preview() -> None:
    enquiry = make.enquiry()
    wordings.read_as(enquiry=enquiry, title="A", body="B")

    assert Enquiry.objects.get(pk=enquiry.pk).follow_ups.count() == 0
