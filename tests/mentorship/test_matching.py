"""Who suits: ranked with reasons a reader can check, and times both can keep."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Competency
from institute.accounts.models import User
from mentorship.matching import Aim, Asked, Match, all_mentors, matches
from mentorship.models import Mentor, Offer, OfferKind
from tests import make
from tests.mentorship.post import NASTY, NOW, all_day, amara

pytestmark = pytest.mark.django_db
ADDRESS = "/mentorship/match/"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def offer() -> Offer:
    return make.offer(title="Mentoring", slug="mentoring")


def found(offer: Offer, zone: str = "America/Toronto", **wishes: Any) -> list[Match]:
    student = amara(zone)
    return matches(all_mentors(), Asked(offer, student.zone, student=student, **wishes))


def able(mentor: Mentor, slug: str) -> Competency:
    competency, _ = Competency.objects.get_or_create(
        slug=slug, defaults={"name": slug.capitalize(), "kind": "skill", "position": 1}
    )
    mentor.competencies.add(competency)
    return competency


def words(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_aim_puts_first_who_is_asked_about_it(offer: Offer) -> None:
    make.mentor(offer, helps_with=["Logistics"])
    fits = make.mentor(offer, helps_with=["Senior to staff", "Promotion packets"])

    first, second = found(offer, aim=Aim.SENIOR)

    assert first.mentor == fits
    assert "Asked about senior to staff and promotion packets" in first.reasons
    assert not any("Asked about" in reason for reason in second.reasons)


def test_a_competency_is_a_reason_or_a_miss(offer: Offer) -> None:
    other, fits = make.mentor(offer), make.mentor(offer)
    risk = able(fits, "risk")

    first, second = found(offer, competency=risk)

    assert (first.mentor, second.mentor) == (fits, other)
    assert "Able in risk" in first.reasons
    assert "Not named for risk" in second.misses


def test_who_does_not_speak_the_language_is_left_out(offer: Offer) -> None:
    make.mentor(offer, languages=["English"])
    fits = make.mentor(offer, languages=["English", "French"])

    (only,) = found(offer, language="French")

    assert only.mentor == fits
    assert "Speaks French" in only.reasons


def test_only_who_gives_this_and_takes_new_people_is_shown(offer: Offer) -> None:
    fits = make.mentor(offer)
    make.mentor(make.offer(OfferKind.COACHING))
    make.mentor(offer, accepting=False)

    assert [one.mentor for one in found(offer)] == [fits]


def test_times_suit_both_and_are_spread_over_days(offer: Offer) -> None:
    make.mentor(offer)

    (match,) = found(offer)

    assert "Hours that suit you both" in match.reasons
    starts = [time.start for time in match.times]
    assert len({start.date() for start in starts}) == 3
    assert not any(time.hard_for_you or time.hard_for_mentor for time in match.times)


def test_hours_that_suit_only_one_are_said(offer: Offer) -> None:
    mentor = make.mentor(offer, zone="Asia/Kolkata")
    mentor.rules.update(starts=dt.time(9), ends=dt.time(15))  # 22:30 to 4:30 in Toronto

    (match,) = found(offer)

    assert "Only at hours that are hard for one of you" in match.misses
    assert all(time.hard_for_you == "Late" for time in match.times)


def test_the_same_student_elsewhere_gets_other_times(offer: Offer) -> None:
    all_day(make.mentor(offer, zone="Asia/Kolkata"))

    ((toronto,), (kolkata,)) = found(offer), found(offer, "Asia/Kolkata")

    assert toronto.times[0].start != kolkata.times[0].start


def test_times_after_the_interview_are_left_out(offer: Offer) -> None:
    make.mentor(offer)
    on = dt.date(2026, 11, 25)

    (match,) = found(offer, on=on)

    assert match.times
    assert all(time.start < dt.datetime(2026, 11, 25, 5, tzinfo=dt.UTC) for time in match.times)


def test_nothing_before_the_interview_is_said(offer: Offer) -> None:
    make.mentor(offer).rules.filter(weekday__lt=6).delete()  # Sundays only

    (match,) = found(offer, on=dt.date(2026, 11, 22))

    assert match.misses == ("Nothing free before Sun 22 Nov 2026",)
    assert match.times == ()


def test_openings_are_whole_sessions_of_the_next_seven_days(offer: Offer) -> None:
    mentor = make.mentor(offer, max_per_day=20, max_per_week=100)
    mentor.rules.exclude(weekday=0).delete()  # Mondays, 9:00 to 17:00

    (match,) = found(offer)

    assert match.openings == 10  # ten times 45 minutes, not every quarter of an hour


def test_who_has_room_comes_before_who_has_none(offer: Offer) -> None:
    full, free = make.mentor(offer), make.mentor(offer)
    full.rules.all().delete()

    assert [one.mentor for one in found(offer)] == [free, full]


def test_ones_own_sessions_are_not_offered_again(offer: Offer) -> None:
    mentor, student = make.mentor(offer), amara()
    asked = Asked(offer, student.zone, student=student)
    (before,) = matches(all_mentors(), asked)
    make.booking(make.mentor(), student, before.times[0].start)

    (after,) = matches([mentor], asked)

    assert before.times[0].start not in [time.start for time in after.times]


# The page.


def test_a_visitor_sees_times_on_their_own_clock(offer: Offer) -> None:
    mentor = make.mentor(offer, zone="Europe/London")
    visitor = Client()
    visitor.cookies["zone"] = "Europe/London"

    page = words(visitor.get(ADDRESS))

    assert mentor.user.name in page
    assert "Times are London time." in page
    assert visitor.get(ADDRESS).headers["Cache-Control"].startswith("max-age=0")


def test_a_time_leads_to_the_mentor_with_that_time_chosen(offer: Offer) -> None:
    mentor = make.mentor(offer)
    client = signed_in(amara())

    page = words(client.get(ADDRESS))
    start = dt.datetime(2026, 11, 22, 14, 15, tzinfo=dt.UTC)

    link = f"{mentor.get_absolute_url()}?offer=mentoring&amp;start=2026-11-22T14%3A15Z#slots"
    assert link in page
    chosen = client.get(
        mentor.get_absolute_url(), {"offer": "mentoring", "start": f"{start:%Y-%m-%dT%H:%MZ}"}
    )
    assert " checked>" in words(chosen)


def test_an_interview_asks_for_a_mock_unless_something_else_is_chosen(offer: Offer) -> None:
    mock = make.offer(OfferKind.MOCK, title="Mock interview", slug="mock", position=5)
    make.mentor(offer, mock)

    assert "1 mentor for Mock interview" in words(Client().get(ADDRESS, {"aim": "interview"}))
    chosen = Client().get(ADDRESS, {"aim": "interview", "offer": "mentoring"})
    assert "1 mentor for Mentoring" in words(chosen)


@pytest.mark.parametrize(
    "query",
    [
        {"aim": "rich"},
        {"offer": "no-such"},
        {"competency": "\x00"},
        {"language": "Klingon"},
        {"on": "soon"},
        {"on": "2020-01-01"},
        {"on": "9999-12-31"},
    ],
)
def test_what_cannot_be_read_is_left_out_of_account(query: dict[str, str], offer: Offer) -> None:
    make.mentor(offer)

    answer = Client().get(ADDRESS, query)

    assert answer.status_code == 200
    assert "1 mentor for Mentoring" in words(answer)


def test_no_interpreter_is_promised_where_nobody_speaks_the_language(offer: Offer) -> None:
    make.mentor(offer, languages=["English"])
    make.mentor(make.offer(OfferKind.COACHING, position=9), languages=["French"])

    page = words(Client().get(ADDRESS, {"language": "French", "offer": "mentoring"}))

    assert "Nobody who gives this speaks French." in page


def test_without_mentors_the_page_says_whom_to_call() -> None:
    assert "Nobody gives sessions by the hour now" in words(Client().get(ADDRESS))


def test_a_mentor_is_not_matched_with_themselves(offer: Offer) -> None:
    mentor, other = make.mentor(offer), make.mentor(offer)

    page = words(signed_in(mentor.user).get(ADDRESS))

    assert other.user.name in page
    assert f'href="{mentor.get_absolute_url()}?' not in page


def test_words_of_mentors_stay_words(offer: Offer) -> None:
    make.mentor(offer, headline=NASTY, helps_with=[NASTY])

    assert "<b>R&D" not in words(Client().get(ADDRESS))


def test_the_list_alone_is_sent_when_the_form_changes(offer: Offer) -> None:
    make.mentor(offer)

    part = Client().get(ADDRESS, headers={"HX-Request": "true"})

    assert words(part).startswith('<section id="matches"')


def test_forty_mentors_cost_as_many_queries_as_two(offer: Offer) -> None:
    client, counts = signed_in(amara()), []
    client.get(ADDRESS)
    for number in (2, 38):
        for _ in range(number):
            able(make.mentor(offer, helps_with=["Recovery plans"]), "risk")
        with CaptureQueriesContext(
            connection,
        ) as made:
            client.get(reverse("mentorship:match"), {"aim": "trouble"})
        counts.append(len(made))

    assert counts[0] == counts[1] <= 14


def test_who_is_asked_about_more_of_the_aim_comes_first(offer: Offer) -> None:
    one = make.mentor(offer, helps_with=["Regulated programs"])
    two = make.mentor(offer, helps_with=["Recovery plans", "Cutover weekends"])

    assert [match.mentor for match in found(offer, aim=Aim.TROUBLE)] == [two, one]
