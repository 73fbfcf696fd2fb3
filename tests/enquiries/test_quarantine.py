"""The list of suspects: each decided by one person, kept in any case, and undone when wrong."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from enquiries.models import Enquiry, Person, StatusChange
from enquiries.operations import asking, quarantine, working
from enquiries.operations.working import Next
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import ConsentRecord, OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.asking import asked, circumstances

pytestmark = pytest.mark.django_db
PAGE = "/enquiries/quarantine/"


def suspect(**changes: object) -> Enquiry:
    told = circumstances(spam_score=80, suspicions=("The name carries a link.",), quarantine=True)
    return asking.ask(asked=asked(**changes), circumstances=told)


def decide(client: Client, act: str, *enquiries: Enquiry) -> str:
    form = {"act": act, "enquiry": [str(one.public_id) for one in enquiries]}
    return client.post(PAGE, form, follow=True).content.decode()


def status_of(enquiry: Enquiry) -> str:
    enquiry.refresh_from_db()
    return enquiry.status


def test_a_suspect_has_no_person_no_letter_and_a_review_that_is_due() -> None:
    enquiry = suspect()

    assert (enquiry.person, enquiry.next_action) == (None, "review")
    assert enquiry.next_action_at
    assert not Person.objects.exists()
    assert not OutboundMessage.objects.exists()


def test_the_list_says_why_and_shows_every_word_as_text(as_desk: Client) -> None:
    words = "<b>Hi</b> https://spam.example " + "x" * 9_000
    suspect(question=words, name="Win <i>now</i>")

    page = as_desk.get(PAGE).content.decode()

    assert "The name carries a link." in page
    assert "80 points" in page
    assert "&lt;b&gt;Hi&lt;/b&gt; https://spam.example " + "x" * 9_000 in page
    assert "Win &lt;i&gt;now" in page
    assert 'href="https://spam.example' not in page
    assert "Next review due" in page


def test_an_overdue_review_says_so(as_desk: Client) -> None:
    enquiry = suspect()
    Enquiry.objects.filter(pk=enquiry.pk).update(next_action_at=timezone.now())

    assert "Review overdue" in as_desk.get(PAGE).content.decode()


def test_an_empty_list_says_what_will_be_here(as_desk: Client) -> None:
    assert "Nothing to be checked." in as_desk.get(PAGE).content.decode()


def test_what_is_let_in_is_like_any_other_question(as_desk: Client, desk: User) -> None:
    enquiry = suspect(consent=True)

    page = decide(as_desk, f"release:{enquiry.public_id}")

    assert f"{enquiry.ref}: let in." in strip_tags(page)
    assert status_of(enquiry) == "new"
    assert enquiry.person
    assert enquiry.next_action == "write"
    assert OutboundMessage.objects.about(enquiry).get().to_address == "ana@example.com"
    assert ConsentRecord.objects.count() == 2
    assert StatusChange.objects.get().by == desk


def test_after_two_days_it_is_let_in_without_a_note_that_we_have_it(desk: User) -> None:
    enquiry = suspect()
    enquiry.created_at = timezone.now() - dt.timedelta(hours=48)
    enquiry.save()

    quarantine.release(enquiry=enquiry, by=desk)

    assert status_of(enquiry) == "new"
    assert not OutboundMessage.objects.exists()
    assert ConsentRecord.objects.get().obtained_at == enquiry.created_at


def test_an_answer_that_is_late_already_is_due_now(desk: User) -> None:
    enquiry = suspect()
    enquiry.respond_by = timezone.now() - dt.timedelta(days=3)
    enquiry.save()

    quarantine.release(enquiry=enquiry, by=desk)

    assert status_of(enquiry) == "new"
    assert enquiry.is_overdue


def test_a_suspect_of_somebody_with_an_open_enquiry_joins_it(desk: User) -> None:
    open_one = make.enquiry(make.contact(email="ana@example.com"))
    enquiry = suspect()

    quarantine.release(enquiry=enquiry, by=desk)

    assert status_of(enquiry) == "duplicate"
    assert enquiry.duplicate_of == open_one
    assert open_one.interactions.get().asked_again == enquiry
    assert [one.act for one in enquiry.changes.all()] == ["release", "join"]


def test_several_are_decided_at_once(as_desk: Client) -> None:
    three = [suspect(question=f"Buy {n}") for n in range(3)]

    page = decide(as_desk, "mark_spam", *three)

    assert "marked as spam." in page
    assert {status_of(one) for one in three} == {"spam"}
    assert {one.next_action for one in three} == {""}


def test_spam_is_kept_and_may_be_put_back(as_desk: Client) -> None:
    enquiry = suspect()
    decide(as_desk, "mark_spam", enquiry)

    listed = as_desk.get(PAGE).content.decode()
    decide(as_desk, f"check_again:{enquiry.public_id}")

    assert "Marked as spam this week" in listed
    assert status_of(enquiry) == "quarantined"
    assert enquiry.next_action == "review"
    assert "Marked as spam this week" not in as_desk.get(PAGE).content.decode()


def test_letting_in_twice_says_who_was_first(as_desk: Client, desk: User) -> None:
    enquiry = suspect()
    dana = make.staff(Role.DESK, display_name="Dana Osei")
    quarantine.release(enquiry=enquiry, by=dana)

    page = decide(as_desk, "release", enquiry)

    assert f"{enquiry.ref} was already let in by Dana Osei." in strip_tags(page)
    assert OutboundMessage.objects.count() == 1


def test_what_moved_on_otherwise_is_left_alone(as_desk: Client) -> None:
    enquiry = make.enquiry()

    page = decide(as_desk, "mark_spam", enquiry)

    assert "no longer waits here" in page
    assert status_of(enquiry) == "new"


@pytest.mark.parametrize(
    "form",
    [
        {"act": "release"},
        {"act": "delete", "enquiry": "x"},
        {"act": "release", "enquiry": "not an id"},
        {"act": "release:\0"},
        {},
    ],
)
def test_nothing_chosen_changes_nothing(as_desk: Client, form: dict[str, str]) -> None:
    enquiry = suspect()

    page = as_desk.post(PAGE, form, follow=True).content.decode()

    assert "Tick at least one question" in page
    assert status_of(enquiry) == "quarantined"


def test_an_id_of_nothing_is_passed_over(as_desk: Client) -> None:
    answer = as_desk.post(PAGE, {"act": f"release:{uuid4()}"})

    assert answer.status_code == 302


@pytest.mark.parametrize("role", [Role.STUDENT, Role.MENTOR, Role.INSTRUCTOR, Role.EXAMINER])
def test_others_cannot_decide(client: Client, role: Role) -> None:
    enquiry = suspect()
    client.force_login(make.staff(role))

    assert client.post(PAGE, {"act": f"release:{enquiry.public_id}"}).status_code == 403
    assert status_of(enquiry) == "quarantined"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_decide_at_once_and_one_of_them_is_told() -> None:
    enquiry = suspect()
    staff = [make.staff(Role.DESK, display_name=f"Clerk {n}") for n in range(8)]
    acts = [quarantine.release, quarantine.mark_spam] * 4

    outcomes = at_the_same_time(
        lambda pair: pair[0](enquiry=enquiry, by=pair[1]), list(zip(acts, staff, strict=True))
    )

    refused = [outcome for outcome in outcomes if isinstance(outcome, RuleBroken)]
    assert len(refused) == 7
    assert all(" by Clerk " in str(rule) for rule in refused)
    assert StatusChange.objects.filter(enquiry=enquiry).count() == 1
    assert OutboundMessage.objects.count() == (status_of(enquiry) == "new")


def test_spam_reopened_from_its_own_page_is_let_in_like_any_other(
    as_desk: Client, desk: User
) -> None:
    enquiry = suspect(consent=True)
    quarantine.mark_spam(enquiry=enquiry, by=desk)

    form = {"act": "reopen", "action": "write", "at": "+2d"}
    page = as_desk.post(enquiry.get_absolute_url(), form, follow=True)

    assert page.status_code == 200
    assert status_of(enquiry) == "working"
    assert enquiry.person
    assert OutboundMessage.objects.about(enquiry).get().kind == "enquiries.enquiry_received"
    assert ConsentRecord.objects.count() == 2


def test_a_missed_call_reopened_names_nobody(as_desk: Client) -> None:
    enquiry = make.enquiry(source="missed_call", email="", phone="+14165550142")
    Enquiry.objects.filter(pk=enquiry.pk).update(
        person=None, status="lost", lost_reason="silent", next_action="", next_action_at=None
    )

    form = {"act": "reopen", "action": "call", "at": "+2d"}
    as_desk.post(enquiry.get_absolute_url(), form)

    assert status_of(enquiry) == "working"
    assert enquiry.person is None


def test_what_was_taken_in_once_is_not_taken_in_again(desk: User) -> None:
    asking.ask(asked=asked(), circumstances=circumstances())
    second = asking.ask(asked=asked(question="And the next one?"), circumstances=circumstances())
    assert status_of(second) == "duplicate"
    soon = Next(timezone.now() + dt.timedelta(days=1))
    working.reopen(enquiry=second, by=desk, next_=soon)
    working.move_enquiry(enquiry=second, act="mark_spam", by=desk)
    quarantine.put_back(enquiry=second, by=desk)
    consents = ConsentRecord.objects.count()

    quarantine.release(enquiry=second, by=desk)

    assert status_of(second) == "new"
    assert ConsentRecord.objects.count() == consents


def test_letting_an_old_question_in_does_not_undo_the_last_contact(desk: User) -> None:
    enquiry = suspect()
    lately = timezone.now() + dt.timedelta(minutes=1)
    who = make.contact(name="Ana Lima", email="ana@example.com")
    Person.objects.filter(pk=who.pk).update(last_contact_at=lately)

    quarantine.release(enquiry=enquiry, by=desk)

    who.refresh_from_db()
    assert who.last_contact_at == lately
