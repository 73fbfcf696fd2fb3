"""What is said at the desk: managers write it, the next call says it, a yes keeps its words."""

import pytest
from django.test import Client
from django.urls import reverse

from enquiries import scripts
from enquiries.models import Call, Outcome, Purpose, Wording
from enquiries.operations import calling, wordings
from enquiries.operations.closing import Closing
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.consent import Basis
from institute.mail.models import ConsentRecord
from tests import make

pytestmark = pytest.mark.django_db
ADDRESS = "marcus@example.com"
KEY = scripts.CONSENT
NEW = "May we send you news of our courses by email? You can stop at any time."


@pytest.fixture
def as_manager(client: Client, manager: User) -> Client:
    client.force_login(manager)
    return client


def address(key: str = KEY) -> str:
    return reverse("enquiries:script_line", args=[key])


def write(by: User, words: str = NEW, key: str = KEY, based_on: int = 1) -> Wording:
    known = wordings.current(key)
    return wordings.write_wording(key=key, title=known.title, body=words, based_on=based_on, by=by)


def said_yes(desk: User, call: Call, email: str = ADDRESS) -> ConsentRecord:
    closing = Closing(Outcome.FOLLOW_UP, name="Marcus Bell", email=email, consent=True)
    calling.close_call(call=call, closing=closing, by=desk)
    return ConsentRecord.objects.get(address=email, basis=Basis.EXPRESS_PENDING)


def test_new_version_is_what_the_next_call_shows(as_desk: Client, desk: User) -> None:
    write(make.staff(Role.MANAGER))

    as_desk.post(reverse("enquiries:desk_start"))
    page = as_desk.get(reverse("enquiries:desk")).content.decode()

    assert NEW in page
    assert "desk-consent v2" in page


def test_evidence_holds_the_words_in_use_and_old_evidence_stays(desk: User) -> None:
    first = said_yes(desk, calling.open_call(staff=desk))
    write(make.staff(Role.MANAGER))

    second = said_yes(desk, calling.open_call(staff=desk), "nadia@example.com")

    first.refresh_from_db()
    old = scripts.FIRST[KEY][1]
    assert (first.evidence["script"], first.evidence["words"]) == ("desk-consent v1", old)
    assert (second.evidence["script"], second.evidence["words"]) == ("desk-consent v2", NEW)


def test_call_on_the_line_keeps_the_words_it_began_with(as_desk: Client, desk: User) -> None:
    call = calling.open_call(staff=desk)
    write(make.staff(Role.MANAGER))

    page = as_desk.get(reverse("enquiries:desk")).content.decode()
    yes = said_yes(desk, call)

    assert "desk-consent v1" in page
    assert NEW not in page
    assert yes.evidence["script"] == "desk-consent v1"
    assert yes.evidence["words"] == scripts.FIRST[KEY][1]


def test_call_that_noted_no_version_says_the_one_in_use(desk: User) -> None:
    write(make.staff(Role.MANAGER))

    assert scripts.lines(consent="")[KEY].words == NEW
    assert scripts.lines(consent="desk-consent v77")[KEY].words == NEW
    assert scripts.lines(consent="something else")[KEY].words == NEW


@pytest.mark.parametrize(
    ("key", "words", "problem"),
    [
        (KEY, "May we email you, {name}?", "{name} is not a placeholder. These words have none."),
        ("desk-open", "Hello, this is {nmae}.", "Use one of {name}."),
        ("desk-open", "Hello, this is {name.", "A curly bracket stands alone. Use one of {name}."),
        ("desk-promise", "I will do it by {time}.", "Say {promise} too"),
        ("desk-promise", "I will {promise}.", "Say {time} too"),
        ("desk-promise", "I will {promise} by {time}, {about}.", "{promise}, {time}, {here}"),
        (KEY, " \n ", "Write what is said."),
        (KEY, "x" * 501, "Keep it to 500 characters"),
    ],
)
def test_words_that_cannot_be_said_are_refused(
    key: str, words: str, problem: str, manager: User
) -> None:
    with pytest.raises(RuleBroken) as refused:
        write(manager, words, key)

    assert problem in str(refused.value)
    assert not Wording.objects.filter(key=key, version=2).exists()


@pytest.mark.parametrize("key", scripts.FIRST)
def test_lines_the_institute_starts_with_can_be_said(key: str) -> None:
    wordings.refuse_line(key, scripts.FIRST[key][1])
    assert key in scripts.SAID


def test_manager_writes_a_version_and_takes_the_old_one_up_again(as_manager: Client) -> None:
    sent = {"body": f"  {NEW}\r\n Yes or no?", "based_on": "1"}

    page = as_manager.post(address(), sent, follow=True).content.decode()

    known = wordings.current(KEY)
    assert (known.version, known.purpose, known.title) == (2, Purpose.SCRIPT, "Consent")
    assert known.body == f"{NEW} Yes or no?"
    assert "Version 2 is said from the next call on." in page
    assert "<ins>" in page
    answer = as_manager.post(reverse("enquiries:wording_use", args=[KEY, 1]))
    assert answer["Location"] == address()
    assert wordings.current(KEY).body == scripts.FIRST[KEY][1]
    assert wordings.current(KEY).version == 3


def test_line_is_shown_as_the_desk_would_say_it_and_not_kept(
    as_manager: Client, manager: User
) -> None:
    sent = {"body": "Good day, {name} speaking.", "based_on": "1", "act": "show"}

    page = as_manager.post(address("desk-open"), sent).content.decode()

    assert f"“Good day, {manager.name} speaking.”" in page
    assert "Not saved yet" in page
    assert wordings.current("desk-open").version == 1


def test_refused_words_stay_in_the_field(as_manager: Client) -> None:
    answer = as_manager.post(address(), {"body": "May we, {whom}?", "based_on": "1"})

    assert answer.status_code == 422
    assert "{whom} is not a placeholder" in answer.content.decode()
    assert "May we, {whom}?" in answer.content.decode()


def test_words_somebody_saved_meanwhile_are_not_overwritten(as_manager: Client) -> None:
    write(make.staff(Role.MANAGER))

    answer = as_manager.post(address(), {"body": "Mine", "based_on": "1"})

    assert answer.status_code == 422
    assert "saved version 2 meanwhile" in answer.content.decode()
    assert wordings.current(KEY).body == NEW


def test_desk_reads_the_lines_and_changes_none(as_desk: Client) -> None:
    page = as_desk.get(reverse("enquiries:follow_up")).content.decode()

    assert all(when in page for when in scripts.SAID.values())
    assert "Managers write the lines." in as_desk.get(address()).content.decode()
    assert as_desk.post(address(), {"body": NEW, "based_on": "1"}).status_code == 403
    assert as_desk.post(reverse("enquiries:wording_use", args=[KEY, 1])).status_code == 403


def test_lines_and_emails_have_pages_of_their_own(as_manager: Client) -> None:
    defaults = {"purpose": Purpose.EMAIL, "title": "About", "body": "Hello."}
    Wording.objects.get_or_create(key="an-email", version=1, defaults=defaults)

    assert as_manager.get(address("an-email")).status_code == 404
    assert as_manager.get(address("unknown")).status_code == 404
    assert as_manager.get(reverse("enquiries:wording", args=[KEY])).status_code == 404
    assert as_manager.get(reverse("enquiries:wording_read_as", args=[KEY])).status_code == 404
