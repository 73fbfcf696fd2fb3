"""The session on the booking page: to both sides, to staff, and to nobody else."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.attendance import Mark
from mentorship.models import (
    ActionItem,
    Booking,
    BookingStatus,
    Party,
    SessionFeedback,
    SessionNote,
)
from mentorship.operations import attending, recording
from tests import make
from tests.mentorship.post import NOW, START, amara, booked, grace

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
ROOM = "https://meet.example.com/grace"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    """Sun 22 November 2026, 9:12 in Toronto, until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def booking() -> Booking:
    return booked(grace(room_url=ROOM), amara(), goals="The launch that slips.")


def reader(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(booking: Booking, who: User) -> str:
    answer = reader(who).get(booking.get_absolute_url())
    assert answer.status_code == 200
    return answer.content.decode()


def address(name: str, booking: Booking, *more: object) -> str:
    return reverse(f"mentorship:{name}", args=[booking.public_id, *more])


def everybody(booking: Booking) -> dict[str, User]:
    return {
        "student": booking.student,
        "mentor": booking.mentor.user,
        "manager": make.staff(Role.MANAGER),
        "desk": make.staff(Role.DESK),
        "third": make.mentor().user,
    }


def note_of(booking: Booking, who: User, text: str, *, private: bool = False) -> SessionNote:
    return recording.write_note(
        booking=booking, by=who, text=text, is_private=private, key=str(uuid.uuid4())
    )


def action_of(booking: Booking, text: str, party: Party = Party.STUDENT) -> ActionItem:
    return recording.add_action(
        booking=booking,
        by=booking.mentor.user,
        party=party,
        text=text,
        due_on=dt.date(2026, 12, 15),
        key=str(uuid.uuid4()),
    )


# --- By phase ------------------------------------------------------------------------------


def test_before_it_the_student_writes_goals_and_the_mentor_reads_them(booking: Booking) -> None:
    booking.offer.bring = ["The plan as it stands."]
    booking.offer.save()

    student, mentor = page(booking, booking.student), page(booking, booking.mentor.user)

    assert "Save the goals" in student
    assert "The launch that slips." in mentor
    assert "Save the goals" not in mentor
    for each in (student, mentor):
        assert "The plan as it stands." in each
        assert "It opens" in each
        assert "Join the session" not in each
        assert "Add the note" not in each


def test_what_is_open_from_an_earlier_session_is_shown_to_the_next_mentor(
    booking: Booking, clock: Any
) -> None:
    clock.move_to(START + HOUR)
    action_of(booking, "Draw the critical path.")
    following = booked(grace(), booking.student, START + 7 * DAY)

    assert "Draw the critical path." in page(following, following.mentor.user)
    assert "Draw the critical path." in page(following, booking.student)


def test_the_door_opens_ten_minutes_before(booking: Booking, clock: Any) -> None:
    clock.move_to(START - 10 * MINUTE)

    for who in (booking.student, booking.mentor.user):
        html = page(booking, who)
        assert "Join the session" in html
        assert "I am running late" in html
        assert "Add the note" in html


def test_after_it_each_is_asked_whether_the_other_was_there(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + HOUR)

    student, mentor = page(booking, booking.student), page(booking, booking.mentor.user)

    assert "Was <bdi>Grace Oyelaran</bdi> there?" in student
    assert "Was <bdi>Amara Osei</bdi> there?" in mentor
    assert "Did it help?" in student
    assert "Did it help?" not in mentor


def test_a_session_called_off_shows_nothing_of_it(booking: Booking) -> None:
    Booking.objects.update(status=BookingStatus.CANCELLED_BY_STUDENT)

    html = page(booking, booking.student)

    assert 'id="session"' not in html
    assert "The launch that slips." in html


# --- The door ------------------------------------------------------------------------------


def test_join_leads_to_the_mentors_room_and_notes_who_came(booking: Booking, clock: Any) -> None:
    clock.move_to(START - 5 * MINUTE)

    answer = reader(booking.student).get(address("join", booking))

    assert (answer.status_code, answer["Location"]) == (302, ROOM)
    came = booking.attendances.get()
    assert (came.party, came.came_at) == (Party.STUDENT, START - 5 * MINUTE)


def test_before_the_door_opens_join_says_when_and_whom_to_call(booking: Booking) -> None:
    answer = reader(booking.student).get(address("join", booking))

    assert answer.status_code == 200
    html = answer.content.decode()
    assert "the room opens at 10:20" in html
    assert "(905) 282-9318" in html
    assert not booking.attendances.exists()


@pytest.mark.parametrize(
    "room", ["", "http://meet.example.com/", "https:///x", "javascript:alert(1)", "https://a@b.ca/"]
)
def test_a_room_we_do_not_trust_is_no_room(room: str, booking: Booking, clock: Any) -> None:
    booking.mentor.room_url = room
    booking.mentor.save()
    clock.move_to(START)

    answer = reader(booking.student).get(address("join", booking) + "?next=https://evil.example/")

    assert answer.status_code == 200
    assert "no video room yet" in answer.content.decode()
    assert "(905) 282-9318" in answer.content.decode()


def test_a_browser_that_looks_ahead_comes_in_for_nobody(booking: Booking, clock: Any) -> None:
    clock.move_to(START)

    answer = reader(booking.student).get(
        address("join", booking), headers={"Sec-Purpose": "prefetch;prerender"}
    )

    assert answer.status_code == 204
    assert not booking.attendances.exists()


def test_late_tells_the_other_side(booking: Booking, clock: Any) -> None:
    clock.move_to(START - 5 * MINUTE)

    answer = reader(booking.student).post(address("session_late", booking), {"minutes": "10"})

    assert answer.status_code == 302
    assert "comes 10 minutes late" in page(booking, booking.mentor.user)
    bad = reader(booking.student).post(address("session_late", booking), {"minutes": "90"})
    assert bad.status_code == 422
    assert "move the session" in bad.content.decode()


# --- Who came ------------------------------------------------------------------------------


def test_absence_cannot_be_said_in_the_first_ten_minutes(booking: Booking, clock: Any) -> None:
    clock.move_to(START + 9 * MINUTE)

    answer = reader(booking.student).post(address("attendance", booking), {"mark": "absent"})

    assert answer.status_code == 422
    assert "Give them ten minutes." in answer.content.decode()
    assert Booking.objects.get().status == BookingStatus.CONFIRMED


def test_a_mentor_who_did_not_come_gives_the_session_back_and_three_times_at_once(
    booking: Booking, clock: Any
) -> None:
    clock.move_to(START - MINUTE)
    reader(booking.student).get(address("join", booking))
    clock.move_to(START + 10 * MINUTE)

    reader(booking.student).post(address("attendance", booking), {"mark": "absent"})

    html = page(booking, booking.student)
    assert "Grace Oyelaran did not come. We are sorry." in html
    assert "you have 1 to use" in html
    assert "Free with Grace, near to it" in html
    assert html.count("Europe/London") == 0
    assert html.count("London time for Grace") == 3
    assert "Was <bdi>Amara Osei</bdi> there?" in page(booking, booking.mentor.user)


# --- Notes ---------------------------------------------------------------------------------


def test_a_private_note_is_read_by_its_author_alone(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + HOUR)
    note_of(booking, booking.student, "I am afraid of the director.", private=True)
    note_of(booking, booking.mentor.user, "Ask about the director.", private=True)
    note_of(booking, booking.mentor.user, "Cut the scope by a third.")

    for name, who in everybody(booking).items():
        if name == "third":
            assert reader(who).get(booking.get_absolute_url()).status_code == 404
            continue
        html = page(booking, who)
        assert ("afraid of the director" in html) == (name == "student"), name
        assert ("Ask about the director" in html) == (name == "mentor"), name
        assert ("Cut the scope by a third" in html) == (name != "desk"), name


@pytest.mark.parametrize("name", ["manager", "desk", "third"])
def test_only_the_two_write(name: str, booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + HOUR)
    note = note_of(booking, booking.student, "Mine.")
    action = action_of(booking, "Draw it.")
    client = reader(everybody(booking)[name])

    for act, args in (
        ("join", ()),
        ("session_late", ()),
        ("attendance", ()),
        ("session_goals", ()),
        ("session_notes", ()),
        ("session_note", (note.pk,)),
        ("session_actions", ()),
        ("session_action", (action.pk,)),
        ("session_feedback", ()),
    ):
        if act != "join":
            assert client.post(address(act, booking, *args), {}).status_code == 404, act
        assert client.get(address(act, booking, *args)).status_code == 404, act


def test_the_other_side_does_not_change_my_note(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    note = note_of(booking, booking.student, "Mine.")

    answer = reader(booking.mentor.user).post(
        address("session_note", booking, note.pk), {"text": "Theirs."}
    )

    assert answer.status_code == 404
    note.refresh_from_db()
    assert note.text == "Mine."


def test_a_note_sent_twice_is_one(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    sent = {"text": "Once.", "form_token": str(uuid.uuid4())}

    for _ in range(2):
        reader(booking.student).post(address("session_notes", booking), sent)
    reader(booking.mentor.user).post(address("session_notes", booking), sent)

    assert [note.author for note in SessionNote.objects.all()] == [
        booking.student,
        booking.mentor.user,
    ]


def test_with_htmx_a_note_swaps_its_section_alone(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    client, ours = reader(booking.student), {"HX-Request": "true"}

    good = client.post(address("session_notes", booking), {"text": "Quick."}, headers=ours)
    bad = client.post(address("session_notes", booking), {"text": " "}, headers=ours)

    assert good.status_code == 200
    assert good.content.decode().lstrip().startswith("<section")
    assert "Quick." in good.content.decode()
    assert bad.status_code == 422
    assert "Write something first." in bad.content.decode()
    assert "<html" not in bad.content.decode()


def test_without_javascript_a_bad_note_comes_back_on_a_page(booking: Booking, clock: Any) -> None:
    clock.move_to(START)

    answer = reader(booking.student).post(
        address("session_notes", booking), {"text": "", "is_private": "on"}
    )

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in html
    assert html.count("There is a problem") == 1
    assert '<a href="#note_text">Write something first.</a>' in html
    assert " checked" in html


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>'])
def test_what_is_noted_stays_text(text: str, booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    note_of(booking, booking.student, text)
    action_of(booking, text)

    for who in (booking.student, booking.mentor.user):
        html = page(booking, who)
        assert text not in html


def test_the_form_of_a_part_opened_by_hand_leads_to_the_page(booking: Booking) -> None:
    answer = reader(booking.student).get(address("session_notes", booking))

    assert answer.status_code == 302
    assert answer["Location"] == f"{booking.get_absolute_url()}#session-note"


# --- Actions -------------------------------------------------------------------------------


def test_an_action_is_agreed_and_ticked_by_either_side(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    sent = {"text": "Draw it.", "party": "student", "due_on": "2026-12-12"}
    reader(booking.mentor.user).post(address("session_actions", booking), sent)
    action = ActionItem.objects.get()

    answer = reader(booking.student).post(
        address("session_action", booking, action.pk), {"done": "1"}, headers={"HX-Request": "true"}
    )

    assert 'aria-pressed="true"' in answer.content.decode()
    action.refresh_from_db()
    assert action.done_by == booking.student
    reader(booking.mentor.user).post(address("session_action", booking, action.pk), {"done": "0"})
    action.refresh_from_db()
    assert action.done_at is None


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"party": "student"}, "Say what will be done."),
        ({"text": "Draw it.", "party": "desk"}, "Choose who does it."),
        ({"text": "Draw it.", "party": "mentor", "due_on": "soon"}, "enter the date as"),
    ],
)
def test_an_action_that_is_not_one_is_refused(
    sent: dict[str, str], words: str, booking: Booking, clock: Any
) -> None:
    clock.move_to(START)

    answer = reader(booking.student).post(address("session_actions", booking), sent)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ActionItem.objects.exists()


def test_a_tick_returns_to_the_list_it_was_set_in(booking: Booking, clock: Any) -> None:
    clock.move_to(START)
    action = action_of(booking, "Draw it.")
    client, there = reader(booking.student), address("session_action", booking, action.pk)

    for back, expected in (
        ("record", reverse("mentorship:record")),
        ("dashboard", reverse("dashboard")),
        ("https://evil.example/", booking.get_absolute_url()),
    ):
        answer = client.post(there, {"done": "1", "back": back})
        assert answer["Location"] == f"{expected}#action-{action.pk}"


# --- Feedback ------------------------------------------------------------------------------


def test_feedback_is_given_once_and_each_reads_their_part(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + HOUR)
    sent = {
        "useful": "4",
        "helped": "The map.",
        "change": "More time.",
        "to_institute": "Dear.",
    }
    client = reader(booking.student)

    client.post(address("session_feedback", booking), sent)
    client.post(address("session_feedback", booking), sent | {"useful": "1"})

    assert SessionFeedback.objects.get().useful == 4
    shown = {
        name: page(booking, who) for name, who in everybody(booking).items() if name != "third"
    }
    for name, html in shown.items():
        assert ("The map." in html) == (name != "desk"), name
        assert ("More time." in html) == (name != "desk"), name
        assert ("Dear." in html) == (name in ("student", "manager")), name


def test_feedback_needs_an_answer_and_keeps_the_words(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + HOUR)

    answer = reader(booking.student).post(
        address("session_feedback", booking), {"helped": "The map."}
    )

    assert answer.status_code == 422
    assert "Choose one of the four answers." in answer.content.decode()
    assert "The map." in answer.content.decode()


# --- Records -------------------------------------------------------------------------------


def record_of(student: User, who: User) -> Any:
    return reader(who).get(reverse("mentorship:student_record", args=[student.pk]))


def past(booking: Booking, clock: Any) -> Booking:
    """The session took place, with something of everything."""
    clock.move_to(booking.ends_at + HOUR)
    note_of(booking, booking.mentor.user, "Cut the scope.")
    note_of(booking, booking.mentor.user, "Watch the tone.", private=True)
    action_of(booking, "Draw the critical path.")
    thoughts = recording.Thoughts(3, helped="The map.", change="Slower.", to_institute="Dear.")
    recording.give_feedback(booking=booking, by=booking.student, thoughts=thoughts)
    return booking


def test_the_record_follows_the_student_to_the_next_mentor(booking: Booking, clock: Any) -> None:
    past(booking, clock)
    following = booked(grace(), booking.student, START + 7 * DAY)

    own = reader(booking.student).get(reverse("mentorship:record")).content.decode()
    new = record_of(booking.student, following.mentor.user).content.decode()
    boss = record_of(booking.student, make.staff(Role.MANAGER)).content.decode()

    for html in (own, new, boss):
        assert "Cut the scope." in html
        assert "Draw the critical path." in html
        assert "The map." in html
        assert "Watch the tone." not in html
        assert html.index("Still to do") < html.index("Session by session")
    assert "Slower." in own
    assert "Slower." in boss
    assert "Slower." not in new
    assert "Dear." not in new


def test_a_mentor_without_a_session_reads_no_record(booking: Booking, clock: Any) -> None:
    past(booking, clock)
    off = booked(grace(), booking.student, START + 7 * DAY)
    asked = booked(grace(asks=True), booking.student, START + 8 * DAY)
    Booking.objects.filter(pk=off.pk).update(status=BookingStatus.CANCELLED_BY_STUDENT)

    for mentor in (make.mentor(), off.mentor, asked.mentor):
        assert record_of(booking.student, mentor.user).status_code == 404
    assert record_of(booking.student, make.staff(Role.DESK)).status_code == 403
    assert record_of(booking.student, booking.student).status_code == 403


def test_a_record_without_sessions_says_what_will_stand_there() -> None:
    html = reader(make.student()).get(reverse("mentorship:record")).content.decode()

    assert "No session yet." in html


def test_the_record_asks_the_same_however_many_sessions(clock: Any) -> None:
    student, mentor, counts = amara(), grace(room_url=ROOM), []
    for number in range(4):
        clock.move_to(NOW)
        past(booked(mentor, student, START + number * DAY), clock)
        client = reader(student)
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("mentorship:record"))
        counts.append(len(seen))

    assert counts[1] == counts[3]


# --- Disputes ------------------------------------------------------------------------------


def disputed(booking: Booking, clock: Any) -> Booking:
    clock.move_to(booking.ends_at + HOUR)
    for who in (booking.student, booking.mentor.user):
        attending.say_who_came(booking=booking, by=who, mark=Mark.ABSENT, words="Nobody there.")
    booking.refresh_from_db()
    assert booking.status == BookingStatus.DISPUTED
    return booking


def test_a_manager_decides_with_a_reason_that_both_read(booking: Booking, clock: Any) -> None:
    disputed(booking, clock)
    manager = reader(make.staff(Role.MANAGER))
    sent = {"booking": booking.pk, "outcome": "miss_mentor", "why": "The room stayed empty."}

    listed = manager.get(reverse("mentorship:disputes")).content.decode()
    answer = manager.post(reverse("mentorship:disputes"), sent)

    assert listed.count("Nobody there.") == 2
    assert answer.status_code == 302
    booking.refresh_from_db()
    assert booking.status == BookingStatus.NO_SHOW_MENTOR
    for who in (booking.student, booking.mentor.user):
        assert "The room stayed empty." in page(booking, who)
    assert manager.post(reverse("mentorship:disputes"), sent).status_code == 302
    other = sent | {"outcome": "complete"}
    assert manager.post(reverse("mentorship:disputes"), other).status_code == 409


def test_a_decision_without_a_reason_comes_back(booking: Booking, clock: Any) -> None:
    disputed(booking, clock)

    answer = reader(make.staff(Role.MANAGER)).post(
        reverse("mentorship:disputes"), {"booking": booking.pk, "outcome": "complete"}
    )

    assert answer.status_code == 422
    assert "Say why you think so." in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MENTOR, Role.DESK, Role.STUDENT])
def test_nobody_else_decides(role: Role, booking: Booking, clock: Any) -> None:
    disputed(booking, clock)
    client = reader(make.staff(role))

    assert client.get(reverse("mentorship:disputes")).status_code == 403
    assert client.post(reverse("mentorship:disputes"), {}).status_code == 403


def test_only_what_contradicts_comes_to_a_manager(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + 49 * HOUR)
    attending.settle_quiet()

    html = reader(make.staff(Role.MANAGER)).get(reverse("mentorship:disputes")).content.decode()

    assert "Nothing to decide." in html


# --- The roof ------------------------------------------------------------------------------


def test_today_shows_what_is_to_do_and_the_tick_returns_there(booking: Booking, clock: Any) -> None:
    clock.move_to(booking.ends_at + HOUR)
    mine, theirs = action_of(booking, "Mine."), action_of(booking, "Theirs.", Party.MENTOR)

    student = reader(booking.student).get(reverse("dashboard")).content.decode()
    mentor = reader(booking.mentor.user).get(reverse("dashboard")).content.decode()

    assert f'id="action-{mine.pk}"' in student
    assert f'id="action-{theirs.pk}"' not in student
    assert f'id="action-{theirs.pk}"' in mentor
    assert 'value="dashboard"' in student


def test_the_privacy_file_has_what_is_theirs_and_what_was_shared(
    booking: Booking, clock: Any
) -> None:
    past(booking, clock)
    note_of(booking, booking.student, "Afraid of the director.", private=True)
    attending.say_who_came(booking=booking, by=booking.student, mark=Mark.PRESENT)

    given = reader(booking.student).get(reverse("accounts:everything")).content.decode()

    for words in ("Afraid of the director.", "Cut the scope.", "Draw the critical path.", "Dear."):
        assert words in given
    assert "Watch the tone." not in given


def test_the_timeline_tells_of_notes_actions_and_feedback(booking: Booking, clock: Any) -> None:
    past(booking, clock)
    note_of(booking, booking.student, "Afraid of the director.", private=True)

    titles = {row.title for row in panels.timeline(booking.student)}

    assert {
        "To do: Draw the critical path.",
        "Wrote a note on a session with Grace Oyelaran",
        "Said how the session with Grace Oyelaran was",
    } <= titles
    assert not any("director" in title for title in titles)
