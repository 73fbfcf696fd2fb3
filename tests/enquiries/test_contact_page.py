"""The page of a contact: only staff change what is known, and each change is kept."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from courses.operations.enrolling import reserve_place
from enquiries.contact_points import ContactPoints
from enquiries.models import (
    DoNotCall,
    DuplicateCandidate,
    Enquiry,
    Interaction,
    MergeRecord,
    Person,
    PointKind,
)
from enquiries.operations import contacts, merging
from enquiries.operations.asking import Asked, Circumstances, ask
from enquiries.operations.people import add_contact_point, link_account
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.consent import Basis, Topic
from institute.mail.operations import permissions_of, record_consent
from tests import make
from tests.conftest import at_the_same_time
from tests.enquiries.counting import queries

pytestmark = pytest.mark.django_db
PHONE = "+14165550142"


def act(client: Client, person: Person, name: str, /, **fields: Any) -> HttpResponse:
    answer = client.post(person.get_absolute_url(), {"act": name, **fields})
    assert isinstance(answer, HttpResponse)
    return answer


def page(client: Client, person: Person) -> str:
    return client.get(person.get_absolute_url()).content.decode()


def test_the_page_shows_how_to_reach_them_and_what_they_allow(as_desk: Client) -> None:
    person = make.contact("Sara", "sara@example.com")
    add_contact_point(person=person, kind=PointKind.PHONE, normalised=PHONE)
    record_consent(
        "sara@example.com", Basis.EXPRESS, topic=Topic.COURSE_NEWS, method="phone", words="May we?"
    )

    text = page(as_desk, person)

    for words in ("(416) 555-0142", "Express consent, until withdrawn", "May we?", "No: there is"):
        assert words in text


def test_an_address_is_added_and_the_history_says_who_did(as_desk: Client, desk: User) -> None:
    person = make.contact("Sara", "sara@example.com")

    act(as_desk, person, "add", typed="416 555 0142")

    assert person.points.get(kind=PointKind.PHONE).normalised == PHONE
    note = Interaction.objects.get(person=person)
    assert (note.text, note.staff) == ("Added (416) 555-0142.", desk)


@pytest.mark.parametrize("typed", ["", "hello", "\0", "12", "x" * 5000])
def test_what_reaches_nobody_is_handed_back(as_desk: Client, typed: str) -> None:
    assert act(as_desk, make.contact(), "add", typed=typed).status_code == 422


def test_what_the_public_typed_is_offered_and_changes_nothing(as_desk: Client) -> None:
    person = make.contact("Sara", phone=PHONE)
    reach = ContactPoints("sara@example.com", PHONE)
    given = Asked("Sara", "sara@example.com, 416 555 0142", reach, question="When?")
    kept = ask(asked=given, circumstances=Circumstances(zone="America/Toronto"))
    assert kept.person == person
    assert person.emails == []
    assert "Add to this contact" in page(as_desk, person)

    act(as_desk, person, "add", typed="sara@example.com")

    assert list(person.points.values_list("normalised", flat=True)) == [PHONE, "sara@example.com"]
    assert "Add to this contact" not in page(as_desk, person)


def test_staff_say_how_they_know_that_a_number_is_theirs(as_desk: Client, desk: User) -> None:
    person = make.contact("Sara", phone=PHONE)
    point = person.points.get()
    assert act(as_desk, person, "verify", point=point.pk, method="").status_code == 422

    act(as_desk, person, "verify", point=point.pk, method="they called from it")

    point.refresh_from_db()
    assert point.verified_at
    said = Interaction.objects.get(person=person).text
    assert said == "Checked that (416) 555-0142 is theirs: they called from it."


def test_a_number_somebody_else_has_proved_stays_theirs(as_desk: Client) -> None:
    owner, person = make.contact("Tom", phone=PHONE), make.contact("Sara", phone=PHONE)
    owner.points.update(verified_at=timezone.now())

    answer = act(as_desk, person, "verify", point=person.points.get().pk, method="she says so")

    assert answer.status_code == 422
    assert "Tom has proved" in answer.content.decode()


def test_points_of_somebody_else_are_out_of_reach(as_desk: Client) -> None:
    theirs = make.contact("Tom", phone=PHONE).points.get()

    for name in ("verify", "remove"):
        answer = act(as_desk, make.contact(), name, point=theirs.pk, method="guess")
        assert answer.status_code == 422


def test_a_number_never_used_is_removed(as_desk: Client) -> None:
    person = make.contact("Sara", phone=PHONE)

    act(as_desk, person, "remove", point=person.points.get().pk)

    assert not person.points.exists()


def test_an_address_that_is_evidence_stays(desk: User) -> None:
    person = make.contact("Sara", "sara@example.com")
    record_consent("sara@example.com", Basis.INQUIRY, method="enquiry form")

    with pytest.raises(RuleBroken, match="carries a consent"):
        contacts.remove_point(point=person.points.get(), by=desk)


def test_the_name_and_the_clock_are_corrected(as_desk: Client) -> None:
    person = make.contact("Sarah", "sara@example.com")

    act(as_desk, person, "rename", name="  Sara   Lind ", zone="Europe/London")

    person.refresh_from_db()
    assert (person.name, person.zone) == ("Sara Lind", "Europe/London")
    assert act(as_desk, person, "rename", name="Sara", zone="Moon/Sea").status_code == 422


def test_a_number_is_never_called_again(as_desk: Client, desk: User) -> None:
    person = make.contact("Sara", phone=PHONE)

    act(as_desk, person, "stop_calling", number=PHONE)

    assert DoNotCall.objects.get(number=PHONE).by == desk
    assert "Never call" in page(as_desk, person)


def test_one_button_stops_all_news_to_all_addresses(as_desk: Client) -> None:
    person = make.contact("Sara", "sara@example.com")
    add_contact_point(person=person, kind=PointKind.EMAIL, normalised="sara@work.example")
    for address in person.emails:
        record_consent(address, Basis.INQUIRY, method="enquiry form")

    act(as_desk, person, "stop_writing")

    for address in ("sara@example.com", "sara@work.example"):
        assert not any(verdict.allowed for verdict in permissions_of(address).values())


def test_the_account_with_their_address_is_linked(as_desk: Client) -> None:
    student = make.student("sara@example.com")
    person = make.contact("Sara", "sara@example.com")

    act(as_desk, person, "link")

    person.refresh_from_db()
    assert person.account == student


def test_an_account_of_another_contact_is_not_taken_away(as_desk: Client) -> None:
    student = make.student("sara@example.com")
    link_account(person=make.contact("S. Lind"), user=student)

    answer = act(as_desk, make.contact("Sara", "sara@example.com"), "link")

    assert answer.status_code == 422
    assert "belongs to S. Lind" in answer.content.decode()


def test_everything_we_hold_is_one_file(as_desk: Client, desk: User) -> None:
    person = make.contact("Zoë", "zoe@example.com")
    make.enquiry(person, question="Quand ?")

    answer = as_desk.get(f"{person.get_absolute_url()}everything/")

    held = json.loads(answer.content)
    assert answer["Content-Disposition"].startswith("attachment")
    assert held["name"] == "Zoë"
    assert held["questions"][0]["question"] == "Quand ?"
    assert held["contact_points"][0]["normalised"] == "zoe@example.com"


def test_the_file_holds_what_the_account_holds(as_desk: Client) -> None:
    student, person = make.student("zoe@example.com"), make.contact("Zoë", "zoe@example.com")
    link_account(person=person, user=student)
    cohort = make.cohort()
    reserve_place(student=student, cohort=cohort)

    held = json.loads(as_desk.get(f"{person.get_absolute_url()}everything/").content)

    assert held["account"]["courses"]["places"][0]["course"] == str(cohort)


def test_an_old_link_leads_on_through_every_merge(as_desk: Client, desk: User) -> None:
    first, second, third = (make.contact(name) for name in ("One", "Two", "Three"))
    merging.merge(keep=second, gone=first, by=desk)
    merging.merge(keep=third, gone=second, by=desk)

    answer = as_desk.get(first.get_absolute_url())

    assert answer.headers["Location"] == third.get_absolute_url()


def test_a_pair_is_compared_merged_and_taken_apart(as_desk: Client) -> None:
    one, other = make.contact("Sara Lind"), make.contact("S. Lind")
    make.enquiry(other)
    DuplicateCandidate.objects.create(first=one, second=other, score=60, why="The same number")
    assert "S. Lind" in as_desk.get("/contacts/duplicates/").content.decode()
    assert "may be the same person" in page(as_desk, one)

    side_by_side = f"{one.get_absolute_url()}merge/{other.public_id}/"
    assert "Keep this record" in as_desk.get(side_by_side).content.decode()
    as_desk.post(side_by_side, {"act": "keep_one"})
    record = MergeRecord.objects.get()
    assert (record.kept, record.gone) == (one, other)
    assert "Merged into this one" in page(as_desk, one)

    as_desk.post(f"/contacts/merges/{record.pk}/undo/")
    assert Enquiry.objects.get(person=other)


def test_the_other_record_may_be_kept(as_desk: Client) -> None:
    one, other = make.contact(), make.contact()

    as_desk.post(f"{one.get_absolute_url()}merge/{other.public_id}/", {"act": "keep_other"})

    assert MergeRecord.objects.get().kept == other


def test_two_people_are_not_shown_again(as_desk: Client) -> None:
    one, other = make.contact("Sara"), make.contact("Tom")
    DuplicateCandidate.objects.create(first=one, second=other, score=60, why="The same number")

    as_desk.post(f"{one.get_absolute_url()}merge/{other.public_id}/", {"act": "apart"})

    assert "No possible duplicates" in as_desk.get("/contacts/duplicates/").content.decode()
    assert "may be the same" not in page(as_desk, one)


def test_a_merge_that_cannot_be_undone_yet_says_what_comes_first(
    as_desk: Client, desk: User
) -> None:
    first, second, third = (make.contact(name) for name in ("One", "Two", "Three"))
    record = merging.merge(keep=second, gone=first, by=desk)
    merging.merge(keep=third, gone=second, by=desk)

    answer = as_desk.post(f"/contacts/merges/{record.pk}/undo/", follow=True)

    assert "Undo that merge first" in answer.content.decode()


def test_a_person_compared_with_themselves_is_refused(as_desk: Client) -> None:
    one = make.contact()

    answer = as_desk.post(f"{one.get_absolute_url()}merge/{one.public_id}/", {"act": "keep_one"})

    assert answer.status_code == 422


def test_after_a_merge_with_two_open_enquiries_joining_is_proposed(
    as_desk: Client, desk: User
) -> None:
    keep, gone = make.contact("Sara"), make.contact("S.")
    for person in (keep, gone):
        make.enquiry(person)

    merging.merge(keep=keep, gone=gone, by=desk)

    assert Enquiry.objects.open().filter(person=keep).count() == 2
    assert "2 open enquiries" in page(as_desk, keep)


def test_the_page_costs_as_much_for_many_enquiries_as_for_few(as_desk: Client) -> None:
    few, many = make.contact("Sara"), make.contact("Tom")
    for person, number in ((few, 2), (many, 9)):
        for _ in range(number):
            make.enquiry(person)
    queries(as_desk, few.get_absolute_url())

    assert queries(as_desk, few.get_absolute_url()) == queries(as_desk, many.get_absolute_url())


@pytest.mark.parametrize("typed", ["A" * 30_000, "\0", "\u202e", "a\nb", "-1", "9" * 40, "\x01"])
def test_every_field_takes_garbage(as_desk: Client, typed: str) -> None:
    person = make.contact("Sara", "sara@example.com")
    fields = {
        "add": ("typed",),
        "verify": ("point", "method"),
        "remove": ("point",),
        "rename": ("name", "zone"),
        "stop_calling": ("number",),
    }
    for name, names in fields.items():
        for field in names:
            good = {"zone": "America/Toronto", "name": "Sara", "method": "she said so"}
            answer = act(as_desk, person, name, **good | {field: typed})
            assert answer.status_code < 500, (name, field)


@pytest.mark.parametrize("name", ["add", "rename", "link"])
def test_a_record_merged_away_meanwhile_is_not_changed(desk: User, name: str) -> None:
    user = make.student("sara@example.com")
    gone, keep = make.contact("Sara", "sara@example.com"), make.contact("S. Lind")
    assert gone.emails
    stale = Person.objects.with_points().get(pk=gone.pk)
    merging.merge(keep=keep, gone=gone, by=desk)
    acts: dict[str, Callable[[], object]] = {
        "add": lambda: contacts.add_point(person=stale, typed="new@example.com", by=desk),
        "rename": lambda: contacts.rename(person=stale, name="Z", zone="America/Toronto", by=desk),
        "link": lambda: contacts.link_to(person=stale, user=user, by=desk),
    }

    with pytest.raises(RuleBroken, match="was merged into"):
        acts[name]()

    gone.refresh_from_db()
    assert (gone.account, gone.name, gone.points.count()) == (None, "Sara", 0)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_who_link_one_account_the_second_reads_whose_it_is(desk: User) -> None:
    user = make.student("sara@example.com")
    people = [make.contact(f"Sara {n}", "sara@example.com") for n in range(8)]

    outcomes = at_the_same_time(
        lambda person: contacts.link_to(person=person, user=user, by=desk), people, at_once=8
    )

    assert {type(each) for each in outcomes if each} == {RuleBroken}, outcomes
    assert outcomes.count(None) == 1
