"""The form: everywhere the same, without a token, never refusing and never failing."""

import datetime as dt
import re
import time

import pytest
import time_machine
from django.core.cache import caches
from django.test import Client, override_settings
from django.utils.html import strip_tags

from courses.operations import catalogue
from enquiries.models import CallWindow, Enquiry
from enquiries.operations.asking import CONSENT_WORDS
from enquiries.suspicion import HIDDEN_FIELD, MOST_FROM_ONE_PLACE, TOO_MANY, TOO_MANY_OF_ONE
from institute.accounts.models import User
from institute.caches import ForgivingRedisCache
from tests import make
from tests.enquiries.asking import FORM, send
from tests.test_outages import NOWHERE

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_form_and_the_phone_number(client: Client) -> None:
    page = client.get("/enquire/").content.decode()

    assert "(905) 282-9318" in page
    assert 'name="contact"' in page


def test_the_form_carries_no_token_because_its_pages_are_kept(client: Client) -> None:
    assert "csrfmiddlewaretoken" not in client.get("/enquire/").content.decode()


def test_the_consent_box_starts_empty_beside_the_words_we_keep(client: Client) -> None:
    page = client.get("/enquire/").content.decode()
    box = page[page.index('name="consent"') :].split(">")[0]

    assert "checked" not in box
    assert CONSENT_WORDS in page


def test_without_scripts_the_reader_is_sent_to_a_page_with_the_reply_time() -> None:
    answer = send(Client(enforce_csrf_checks=True))

    assert (answer.status_code, answer["Location"]) == (302, "/enquire/thanks/")
    thanks = Client().get("/enquire/thanks/").content.decode()
    assert "one business day" in thanks
    assert "(905) 282-9318" in thanks


def test_a_form_with_mistakes_still_asks_what_it_is_about(client: Client) -> None:
    wrong = {"contact": "", "topic": "mentorship"}
    there = {"hx_request": "true", "hx_current_url": "http://testserver/enquire/?topic=mentorship"}

    form = send(client, wrong, **there).content.decode()

    assert re.search(r'<option value="mentorship" selected>', form)


def test_a_form_on_another_page_never_asks_what_it_is_about(client: Client) -> None:
    there = {"hx_request": "true", "hx_current_url": "http://testserver/mentorship/"}

    assert "ask_topic" not in send(client, {"contact": ""}, **there).content.decode()


def test_with_scripts_the_form_becomes_the_thank_you(client: Client) -> None:
    answer = send(client, hx_request="true")

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "<html" not in text
    assert "(905) 282-9318" in text


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Toronto", "Tue 24 November 2026, 15:10 Toronto time"),
        ("Asia/Kolkata", "Wed 25 November 2026, 01:40 Kolkata time"),
    ],
)
def test_the_thank_you_names_the_reply_time_on_the_readers_clock(
    client: Client, zone: str, words: str
) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 20, 10, tzinfo=dt.UTC), tick=False):
        text = send(client, {"zone": zone}, hx_request="true").content.decode()

    assert words in strip_tags(text)


def test_a_suspect_and_a_copy_see_the_same_thank_you(client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 20, 10, tzinfo=dt.UTC), tick=False):
        plain = send(client, {}, hx_request="true")
        copy = send(client, {}, hx_request="true")
        machine = send(client, {"question": "Hi", "website": "x"}, hx_request="true")

    assert plain.content == copy.content == machine.content


def test_everything_that_was_sent_is_kept(client: Client) -> None:
    course = make.course()
    client.cookies["zone"] = "Asia/Kolkata"

    send(
        client,
        {"course": course.slug, "consent": "yes"},
        referer="http://testserver/courses/x/?utm_source=poster",
    )

    enquiry = Enquiry.objects.get()
    assert (enquiry.course, enquiry.topic, enquiry.zone) == (course, "course", "Asia/Kolkata")
    assert enquiry.page == "http://testserver/courses/x/?utm_source=poster"
    assert enquiry.consent_given
    assert enquiry.snapshot == FORM | {"course": course.slug, "consent": "yes"}


def test_the_zone_of_the_form_counts_before_the_readers(client: Client) -> None:
    client.cookies["zone"] = "Asia/Kolkata"

    send(client, {"zone": "Europe/London"})
    send(client, {"zone": "Mars/Olympus", "question": "And on Mars?"})

    zones = Enquiry.objects.order_by("pk").values_list("zone", flat=True)
    assert list(zones) == ["Europe/London", "Asia/Kolkata"]


def test_the_call_window_is_offered_on_the_readers_clock(client: Client) -> None:
    client.cookies["zone"] = "Asia/Kolkata"
    page = client.get("/enquire/").content.decode()
    select = page[page.index('<select name="call_window"') :].split("</select>")[0]

    assert re.findall(r'value="(\w*)">([^<]+)<', select) == CallWindow.choices
    assert "<span data-zone-words>Kolkata time</span>" in page
    assert 'name="zone" value="Asia/Kolkata"' in page


def test_a_mistake_keeps_the_window_and_the_proof(client: Client) -> None:
    page = send(client, {"name": "", "call_window": "evening", "proof": "abc"}).content.decode()

    assert '<option value="evening" selected>' in page
    assert 'name="proof" value="abc"' in page


@pytest.mark.parametrize("window", [*CallWindow.values, "midnight", "\0"])
def test_a_window_is_kept_or_means_any_time(client: Client, window: str) -> None:
    send(client, {"contact": "905 282 9318", "call_window": window})

    assert Enquiry.objects.get().call_window == (window if window in CallWindow.values else "")


def test_the_first_call_falls_into_the_window(client: Client) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 23, 20, 10, tzinfo=dt.UTC), tick=False):
        send(client, {"contact": "905 282 9318", "call_window": "morning"})

    assert Enquiry.objects.get().next_action_at == dt.datetime(2026, 11, 24, 14, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("sent", "headers"),
    [
        ({"utm": "utm_source=poster&utm_campaign=fall&gclid=1"}, {}),
        ({}, {"referer": "http://testserver/?utm_source=poster&utm_campaign=fall&q=1"}),
        ({}, {"hx_current_url": "http://testserver/?utm_source=poster&utm_campaign=fall#ask"}),
    ],
)
def test_the_campaign_is_kept_with_scripts_and_without(
    client: Client, sent: dict[str, str], headers: dict[str, str]
) -> None:
    send(client, sent, **headers)

    assert Enquiry.objects.get().utm == {"utm_source": "poster", "utm_campaign": "fall"}


def test_what_scripts_fill_in_is_kept_short_and_says_so(client: Client) -> None:
    send(client, {"proof": "x" * 5_000})

    assert Enquiry.objects.get().snapshot["proof"].endswith("x (5000 characters in all)")


def test_a_mistake_keeps_every_value_and_says_what_to_do(client: Client) -> None:
    answer = send(client, {"contact": "ana at example", "consent": "yes"})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "<title>Error: " in page
    assert "There is a problem" in page
    assert 'href="#ask_contact"' in page
    assert 'value="ana at example"' in page
    assert 'value="Ana Lima"' in page
    assert "Which course fits a release manager?" in page
    assert "checked" in page[page.index('name="consent"') :].split(">")[0]
    assert not Enquiry.objects.exists()


def test_a_mistake_on_another_page_is_answered_in_place(client: Client) -> None:
    course = make.course("Risk and escalation")

    answer = send(client, {"name": " ", "course": course.slug}, hx_request="true")
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "<html" not in text
    assert 'href="#ask_name"' in text
    assert f'name="course" value="{course.slug}"' in text


def test_an_empty_question_asks_for_a_call(client: Client) -> None:
    assert send(client, {"question": ""}).status_code == 302
    assert Enquiry.objects.get().question == ""


def test_a_question_too_long_is_said_and_not_cut(client: Client) -> None:
    assert send(client, {"question": "é" * 10_000}).status_code == 302
    answer = send(client, {"question": "x" * 10_001})

    assert "Shorten this to 10000 characters. It is 10001 now" in answer.content.decode()
    assert Enquiry.objects.get().question == "é" * 10_000


def test_a_course_that_is_gone_does_not_lose_the_question(client: Client) -> None:
    course = make.course()
    catalogue.retire(course=course)

    assert send(client, {"course": course.slug, "topic": "nonsense"}).status_code == 302

    enquiry = Enquiry.objects.get()
    assert (enquiry.course, enquiry.topic) == (None, "other")
    assert enquiry.snapshot["course"] == course.slug


def test_a_link_may_name_the_course_or_the_topic(client: Client) -> None:
    course = make.course("Risk and escalation")

    about_a_course = client.get(f"/enquire/?course={course.slug}").content.decode()
    about_mentors = client.get("/enquire/?topic=mentorship").content.decode()

    assert "Ask about Risk and escalation" in about_a_course
    assert '<option value="mentorship" selected>' in about_mentors
    assert client.get("/enquire/?course=%00&topic=%00").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"referer": "https://elsewhere.example/testserver/"},
        {"origin": "http://[broken"},
    ],
)
def test_a_form_on_another_site_is_refused_with_a_sentence(
    client: Client, headers: dict[str, str]
) -> None:
    answer = send(client, {}, **headers)

    assert answer.status_code == 403
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"sec_fetch_site": "same-origin"},
        {"origin": "http://testserver"},
        {"referer": "http://testserver/courses/"},
    ],
)
def test_our_own_pages_and_silent_browsers_are_served(
    client: Client, headers: dict[str, str]
) -> None:
    assert send(client, {}, **headers).status_code == 302


def test_a_filled_hidden_field_is_set_aside_and_thanked_all_the_same(client: Client) -> None:
    answer = send(client, {"website": "https://spam.example"})

    assert answer["Location"] == "/enquire/thanks/"
    kept = Enquiry.objects.get()
    assert HIDDEN_FIELD in kept.suspicions
    assert kept.status == "quarantined"
    assert kept.snapshot["website"] == "https://spam.example"


def test_many_questions_from_one_person_are_set_aside_and_never_refused(client: Client) -> None:
    answers = [send(client, {"question": f"Question {n}"}) for n in range(8)]

    assert {answer.status_code for answer in answers} == {302}
    kept = Enquiry.objects.order_by("pk")
    assert [TOO_MANY_OF_ONE in one.suspicions for one in kept] == [False] * 6 + [True] * 2
    assert [one.status for one in kept] == ["new"] + ["duplicate"] * 5 + ["quarantined"] * 2


def test_an_office_may_send_thirty_an_hour_and_the_next_waits_for_a_person(client: Client) -> None:
    for n in range(MOST_FROM_ONE_PLACE + 1):
        send(client, {"contact": f"colleague{n}@example.com"})

    *plain, last = Enquiry.objects.order_by("pk")
    assert {one.status for one in plain} == {"new"}
    assert (last.status, TOO_MANY in last.suspicions) == ("quarantined", True)


def test_one_question_sent_fifty_times_is_nobodys_flood(client: Client) -> None:
    for _ in range(50):
        send(client)
    send(client, {"question": "Another?"})

    assert not Enquiry.objects.quarantined().exists()


def test_after_an_hour_the_count_begins_anew(client: Client) -> None:
    counting = caches["default"]
    assert isinstance(counting, ForgivingRedisCache)

    assert counting.count_distinct(["place"], "one", 1) == {"place": 1}
    assert counting.count_distinct(["place"], "one", 1) == {"place": 1}
    assert counting.count_distinct(["place"], "two", 1) == {"place": 2}
    time.sleep(1.1)
    assert counting.count_distinct(["place"], "two", 1) == {"place": 1}


def test_without_the_cache_nobody_is_counted_and_nobody_is_suspected(client: Client) -> None:
    with override_settings(CACHES=NOWHERE):
        for n in range(8):
            send(client, {"question": f"Question {n}"})

    assert not Enquiry.objects.quarantined().exists()


def test_a_signed_in_person_need_not_type_again(as_student: Client, student: User) -> None:
    page = as_student.get("/enquire/").content.decode()

    assert f'value="{student.email}"' in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_not_answered(client: Client, method: str) -> None:
    assert getattr(client, method)("/enquire/").status_code == 405
