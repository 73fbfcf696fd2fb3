"""The pages of follow-up: reading for the desk, changing for managers."""

import pytest
from django.test import Client
from django.urls import reverse

from enquiries.models import FollowUpRule, Wording
from enquiries.operations import following
from institute.accounts.models import User
from tests import make
from tests.enquiries.following import all_rules, asked, rule

pytestmark = pytest.mark.django_db
PAGE = "enquiries:follow_up"
KEY = "follow-up-day-2"


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def body_of(client: Client, name: str, *args: object, **query: str) -> str:
    return client.get(reverse(name, args=args), query).content.decode()


def test_page_says_what_each_rule_did_and_is_about_to_do(as_desk: Client) -> None:
    all_rules()
    asked(2)
    stopped = asked(2.5)
    stopped.interactions.create(kind="email", direction="in")
    asked(1, name="Ada Ahead")
    following.send_follow_ups()

    page = body_of(as_desk, PAGE)

    (report,) = [one for one in as_desk.get(reverse(PAGE)).context["reports"] if one.rule.days == 2]
    assert (report.waiting, report.ahead, report.stopped) == (1, 1, [("They answered.", 1)])
    assert "Ada Ahead" in page
    assert "1: They answered." in page


def test_number_of_queries_does_not_grow_with_what_is_ahead(
    as_desk: Client, django_assert_max_num_queries: object
) -> None:
    all_rules()
    for _ in range(10):
        asked(1)

    with django_assert_max_num_queries(24):  # type: ignore[operator]
        as_desk.get(reverse(PAGE))


def test_page_says_that_nothing_leaves_without_a_mailing_address(
    as_desk: Client, settings: object
) -> None:
    settings.MAILING_ADDRESS = ""  # type: ignore[attr-defined]

    assert "Nothing that promotes leaves now." in body_of(as_desk, PAGE)


def test_desk_reads_and_changes_nothing(as_desk: Client) -> None:
    rule(2)
    address = reverse("enquiries:follow_up_rule", args=["day-2"])

    assert "Managers switch rules." in body_of(as_desk, "enquiries:follow_up_rule", "day-2")
    assert as_desk.post(address, {"to": "off"}).status_code == 403
    sent = {"title": "A", "body": "B", "based_on": "1"}
    assert as_desk.post(reverse("enquiries:wording", args=[KEY]), sent).status_code == 403
    use = reverse("enquiries:wording_use", args=[KEY, 1])
    assert as_desk.post(use).status_code == 403
    assert FollowUpRule.objects.get(key="day-2").is_on


def test_manager_switches_a_rule_off_and_on(as_manager: Client) -> None:
    rule(2)
    address = reverse("enquiries:follow_up_rule", args=["day-2"])

    as_manager.post(address, {"to": "off"})
    assert not FollowUpRule.objects.get(key="day-2").is_on
    as_manager.post(address, {"to": "on"})
    assert FollowUpRule.objects.get(key="day-2").is_on


def test_many_readers_ask_for_their_number(as_manager: Client) -> None:
    rule(2, on=False)
    for _ in range(21):
        make.enquiry()
    address = reverse("enquiries:follow_up_rule", args=["day-2"])

    assert "Type 21 to switch it on" in as_manager.get(address).content.decode()
    refused = as_manager.post(address, {"to": "on", "typed": "20"})
    assert refused.status_code == 422
    assert "about 21 people a month" in refused.content.decode()
    assert as_manager.post(address, {"to": "on", "typed": "21"}).status_code == 302


def test_manager_writes_a_version_and_sees_what_changed(as_manager: Client) -> None:
    rule(2)
    known = Wording.objects.get(key=KEY, version=1)
    sent = {"title": known.title, "body": f"Briefly: {known.body}", "based_on": "1"}

    answer = as_manager.post(reverse("enquiries:wording", args=[KEY]), sent, follow=True)

    page = answer.content.decode()
    assert "Version 2 is in use from now on." in page
    assert "<ins>Briefly:" in page
    assert "Use version 1" in page


def test_unknown_placeholder_is_refused_and_the_text_stays(as_manager: Client) -> None:
    rule(2)
    sent = {"title": "A", "body": "Dear {nmae}, my words", "based_on": "1"}

    answer = as_manager.post(reverse("enquiries:wording", args=[KEY]), sent)

    assert answer.status_code == 422
    assert "{nmae} is not a placeholder" in answer.content.decode()
    assert "my words" in answer.content.decode()


def test_text_somebody_overtook_is_saved_on_the_second_try(as_manager: Client) -> None:
    rule(2)
    address = reverse("enquiries:wording", args=[KEY])
    as_manager.post(address, {"title": "A", "body": "Theirs", "based_on": "1"})

    refused = as_manager.post(address, {"title": "A", "body": "Mine", "based_on": "1"})
    assert refused.status_code == 422
    assert 'name="based_on" value="2"' in refused.content.decode()
    as_manager.post(address, {"title": "A", "body": "Mine", "based_on": "2"})

    assert Wording.objects.get(key=KEY, version=3).body == "Mine"


def test_letter_is_shown_with_the_facts_of_a_real_enquiry(as_manager: Client) -> None:
    rule(2)
    make.enquiry(name="Somebody Else")
    ana = make.enquiry(name="Ana Lima")
    make.enquiry(name="Newest")
    typed = {"title": "A", "body": "Typed just now", "reader": str(ana.public_id)}

    answer = as_manager.post(reverse("enquiries:wording_read_as", args=[KEY]), typed)

    page = answer.content.decode()
    assert "Hello Ana Lima," in page
    assert "Typed just now" in page
    assert "1 Example Street" in page
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert Wording.objects.filter(key=KEY).count() == 1


def test_letter_that_cannot_be_written_says_why(as_manager: Client) -> None:
    rule(2)
    address = reverse("enquiries:wording_read_as", args=[KEY])

    assert "nobody to read it as" in as_manager.get(address).content.decode()
    make.enquiry()
    refused = as_manager.post(address, {"title": "A", "body": "{whom}"})
    assert refused.status_code == 422
    assert "{whom} is not a placeholder" in refused.content.decode()
    assert as_manager.get(address, {"reader": "not a key"}).status_code == 200


@pytest.mark.parametrize("key", ["nothing", "desk-open"])
def test_text_that_is_no_email_is_not_there(key: str, as_manager: Client) -> None:
    assert as_manager.get(reverse("enquiries:wording", args=[key])).status_code == 404
