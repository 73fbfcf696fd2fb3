"""The pages of interviewers: the bank, the sheet of a session, the scorecard, how they mark."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from institute.accounts.roles import Role
from mentorship.models import (
    Booking,
    BookingStatus,
    Mentor,
    Outcome,
    Question,
    QuestionUse,
    Scorecard,
)
from mentorship.operations import questions
from mentorship.operations.interviews import Debrief, debrief
from mentorship.operations.practising import start_practice
from mentorship.progress import criteria
from tests import make
from tests.mentorship.preparing import interviewer, mock, scored, target

pytestmark = pytest.mark.django_db
BANK, CARDS = reverse("mentorship:questions"), reverse("mentorship:scorecards")


@pytest.fixture
def mentor(client: Client) -> Mentor:
    """A mentor who is signed in."""
    made = interviewer()
    client.force_login(made.user)
    return made


@pytest.fixture
def session(mentor: Mentor, student: User) -> Booking:
    """A mock interview with them that is just over."""
    return mock(mentor, student, days_ago=1, status=BookingStatus.CONFIRMED)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def sheet_of(booking: Booking) -> str:
    return reverse("mentorship:question_sheet", args=[booking.public_id])


def card_of(booking: Booking) -> str:
    return reverse("mentorship:scorecard", args=[booking.public_id])


def filled(token: uuid.UUID | None = None, **changes: str) -> dict[str, str]:
    """Every criterion judged with a 2."""
    form = {"form_token": str(token or uuid.uuid4()), "based_on": "0", "summary": "Keep going."}
    for one in criteria():
        form[f"level_{one.key}"] = "2"
        form[f"evidence_{one.key}"] = f"They spoke of {one.name}."
    return form | changes


# --- The bank --------------------------------------------------------------------------------


def test_the_bank_is_narrowed_by_words_criterion_and_level(client: Client, mentor: Mentor) -> None:
    one = Question.objects.filter(criterion="risk", level="staff")[0]
    word = max(one.prompt.replace(",", " ").replace(".", " ").split(), key=len)

    shown = page(client, f"{BANK}?criterion=risk&level=staff&q={word}")

    assert 'option value="risk" selected' in shown
    assert one.strong[0] in shown.replace("&#x27;", "'").replace("&quot;", '"')
    assert "No question fits all of this." in page(client, f"{BANK}?q=zzzz")


def test_the_bank_says_who_heard_a_question_as_far_as_the_reader_knows_them(
    client: Client, mentor: Mentor, session: Booking
) -> None:
    stranger = make.student(display_name="Someone Else")
    start_practice(student=stranger, criterion="risk")
    use, *_ = questions.draw(booking=session)

    shown = page(
        client, f"{BANK}?q={use.question.prompt.split()[0]}&criterion={use.question.criterion}"
    )
    everything = page(client, f"{BANK}?criterion=risk&page=1") + page(
        client, f"{BANK}?criterion=risk&page=2"
    )

    assert f"Heard by <bdi>{session.student.name}</bdi>" in shown
    assert "Someone Else" not in everything
    assert "Heard by 1 other." in everything


def test_the_bank_asks_the_database_as_often_however_many_heard(
    client: Client, mentor: Mentor
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, BANK)
        return len(queries)

    asked()
    before = asked()
    for _ in range(4):
        questions.draw(booking=mock(mentor, make.student(), status=BookingStatus.CONFIRMED))

    assert asked() == before


def test_an_empty_bank_says_so(client: Client, mentor: Mentor) -> None:
    Question.objects.all().delete()

    assert "The bank is empty." in page(client, BANK)


# --- The sheet -------------------------------------------------------------------------------


def test_a_sheet_is_drawn_swapped_added_to_and_taken_from(client: Client, session: Booking) -> None:
    address = sheet_of(session)
    assert "The sheet is empty." in page(client, address)

    client.post(address, {"act": "draw"})
    first, *rest = QuestionUse.objects.on_sheet(session)
    client.post(address, {"act": f"swap:{first.pk}"})
    client.post(address, {"act": f"take_off:{rest[0].pk}"})
    spare = Question.objects.unheard_by(session.student)[0]
    client.post(address, {"act": f"add:{spare.key}"})

    keys = [use.question.key for use in QuestionUse.objects.on_sheet(session)]
    assert len(keys) == 6
    assert first.question.key not in keys
    assert keys[-1] == spare.key
    assert "A strong answer" in page(client, address)


def test_from_the_bank_only_what_the_student_never_heard_can_be_added(
    client: Client, session: Booking
) -> None:
    use, *_ = questions.draw(booking=session)

    shown = page(client, f"{BANK}?for={session.public_id}&criterion={use.question.criterion}")
    client.post(sheet_of(session), {"act": f"add:{use.question.key}"})

    assert "Heard before" in shown
    assert QuestionUse.objects.on_sheet(session).count() == 6


def test_the_sheet_of_a_colleague_does_not_exist(client: Client, mentor: Mentor) -> None:
    other = mock(interviewer(), make.student(), status=BookingStatus.CONFIRMED)

    assert client.get(sheet_of(other)).status_code == 404
    assert client.post(sheet_of(other), {"act": "draw"}).status_code == 404
    assert client.get(f"{BANK}?for={other.public_id}").status_code == 404
    assert client.get(f"{BANK}?for=nonsense").status_code == 200


@pytest.mark.parametrize("act", ["", "swap:", "swap:x", "take_off:999999", "add:nothing", "fly:1"])
def test_a_strange_act_changes_nothing(client: Client, session: Booking, act: str) -> None:
    assert client.post(sheet_of(session), {"act": act}).status_code in {302, 404}
    assert not QuestionUse.objects.exists()


# --- The scorecard ---------------------------------------------------------------------------


def test_a_scorecard_is_submitted_once_and_read_afterwards(
    client: Client, session: Booking
) -> None:
    form = filled(level_risk="1")
    assert f'href="{card_of(session)}"' in page(client, CARDS)

    client.post(card_of(session), form)
    client.post(card_of(session), form)

    assert Scorecard.objects.get().weakest.criterion.key == "risk"
    shown = page(client, card_of(session))
    assert "They spoke of Risk." in shown
    assert "?revise" in shown


def test_another_form_for_the_same_session_loses_and_keeps_what_was_typed(
    client: Client, session: Booking
) -> None:
    client.post(card_of(session), filled())

    late = client.post(card_of(session), filled(summary="The other tab."))

    assert late.status_code == 409
    assert "has a scorecard already" in late.content.decode()
    assert "The other tab." in late.content.decode()


def test_a_level_without_a_quotation_is_sent_back_with_the_rest_kept(
    client: Client, session: Booking
) -> None:
    answer = client.post(card_of(session), filled(evidence_risk="", level_metrics=""))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Risk: quote what they said." in shown
    assert "Metrics: choose a level from 1 to 4." in shown
    assert 'href="#id_level_metrics_0"' in shown
    assert "They spoke of Communication." in shown


def test_the_next_mentor_opens_on_the_weakest_criterion_with_the_note(
    client: Client, session: Booking, student: User
) -> None:
    scored(mock(interviewer(), student, days_ago=20), note="Press on the failure.", metrics=1)

    shown = page(client, card_of(session))

    assert "Last time weakest: Metrics" in shown
    assert "Press on the failure." in shown
    assert shown.index('name="level_metrics"') < shown.index('name="level_programme-execution"')


def test_the_mentor_reads_what_the_student_prepares_for_and_how_the_last_one_went(
    client: Client, session: Booking, student: User
) -> None:
    target(student)
    with time_machine.travel(timezone.now() - dt.timedelta(days=9), tick=False):
        last = target(student, 2)
    debrief(target=last, says=Debrief(Outcome.NO_OFFER, asked="Where does the date come from?"))

    for address in (card_of(session), sheet_of(session)):
        shown = page(client, address)
        assert "Their interviews" in shown
        assert "Where does the date come from?" in shown


def test_earlier_scorecards_are_read_by_whoever_meets_the_student_and_by_no_other_mentor(
    client: Client, session: Booking, student: User
) -> None:
    earlier = mock(interviewer(), student, days_ago=20)
    of_a_stranger = mock(interviewer(), make.student(), days_ago=20)
    scored(earlier)
    scored(of_a_stranger)

    assert "?revise" not in page(client, card_of(earlier))
    assert client.post(card_of(earlier), filled()).status_code == 200
    assert client.get(card_of(of_a_stranger)).status_code == 404


def test_a_revision_says_why_and_keeps_the_first(client: Client, session: Booking) -> None:
    client.post(card_of(session), filled())

    assert "They spoke of Risk." in page(client, f"{card_of(session)}?revise")
    without = client.post(card_of(session), filled(based_on="1"))
    client.post(card_of(session), filled(based_on="1", level_risk="4", reason="I mixed up two."))

    assert without.status_code == 422
    assert "Say why you revise it." in without.content.decode()
    assert Scorecard.objects.of_session(session).count() == 2
    assert "I mixed up two." in page(client, card_of(session))


def test_managers_read_scorecards_and_write_none(client: Client, student: User) -> None:
    session = mock(interviewer(), student)
    client.force_login(make.staff(Role.MANAGER))
    assert client.get(card_of(session)).status_code == 404

    scored(session, note="Interrupt earlier.")

    shown = page(client, f"{card_of(session)}?revise")
    assert "Interrupt earlier." in shown
    assert 'name="summary"' not in shown
    client.post(card_of(session), filled())
    assert Scorecard.objects.count() == 1


def test_a_mentor_who_is_the_student_does_not_read_the_mentors_page(client: Client) -> None:
    both = make.staff(Role.MENTOR, Role.MANAGER)
    session = mock(interviewer(), both)
    scored(session, note="About them.")
    client.force_login(both)

    assert client.get(card_of(session)).status_code == 404


def test_each_mentor_reads_their_own_scale_and_managers_read_all(client: Client) -> None:
    kind, strict = interviewer(), interviewer()
    for student in (make.student(), make.student()):
        scored(mock(kind, student, days_ago=30), risk=4, metrics=4, influence=4)
        scored(mock(strict, student, days_ago=10), risk=1, metrics=1, influence=1)
    client.force_login(kind.user)
    own = page(client, CARDS)
    client.force_login(make.staff(Role.MANAGER))
    everyone = page(client, CARDS)

    assert "0.8 levels above other mentors" in own
    assert strict.user.name not in own
    assert "0.8 levels below other mentors" in everyone


def test_the_list_asks_the_database_as_often_for_many_as_for_one(
    client: Client, mentor: Mentor
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, CARDS)
        return len(queries)

    mock(mentor, make.student())
    scored(mock(mentor, make.student()))
    asked()
    one = asked()
    for _ in range(5):
        mock(mentor, make.student())
        scored(mock(mentor, make.student()))

    assert asked() == one
