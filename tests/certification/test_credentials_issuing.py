"""A credential is written once, signed both ways, and replaced rather than changed."""

import datetime as dt
import json
import os
import stat
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.utils import timezone

from certification.badges import keyring
from certification.badges.verifying import Verdict
from certification.emails import credentials as letters
from certification.models import Certification, Credential, SigningKey, StatusEntry, StatusList
from certification.operations import certifying, issuing, signing_keys, status_lists
from certification.operations.verifying import check_file
from certification.panels.credentials import evidence
from institute import mail
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage
from institute.mail.operations import preview
from tests import make
from tests.certification import credential_cases as cases
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of keys of this test alone."""
    path = tmp_path / "keys.json"
    monkeypatch.setenv("SIGNING_KEY_FILE", str(path))
    return path


def test_issuing_again_gives_the_same_document() -> None:
    certified = cases.certification()

    first = issuing.issue(certification=certified)

    assert issuing.issue(certification=certified) == first
    assert first.revision == 1
    assert len(first.public_id.replace("-", "")) == 16  # of 32 letters: 80 bits
    letters = OutboundMessage.objects.filter(kind="certification.credential_issued")
    assert [letter.to_address for letter in letters] == [certified.holder.email]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_issued_by_many_at_once_it_is_one_document() -> None:
    certified = cases.certification()

    made = at_the_same_time(lambda _: issuing.issue(certification=certified).pk, range(8))

    assert len(set(made)) == 1
    assert Credential.objects.count() == StatusEntry.objects.count() == 1
    assert SigningKey.objects.count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_first_credentials_of_many_people_take_places_of_their_own() -> None:
    """The first key, the first list and every bit are wanted by all of them at once."""
    everybody = [cases.certification() for _ in range(6)]

    made = at_the_same_time(lambda one: issuing.issue(certification=one).revision, everybody)

    assert made == [1] * 6
    assert StatusEntry.objects.values("list", "index").distinct().count() == 6
    assert SigningKey.objects.in_use().count() == 2


def test_a_new_name_replaces_the_document_under_the_same_badge() -> None:
    old = cases.credential(awarded_on=timezone.localdate() - dt.timedelta(days=3))
    certified = old.certification
    certified.holder.legal_name = "Noémie Whitford"
    certified.holder.save()

    new = issuing.issue(certification=certified)

    assert (new.revision, new.badge_urn, new.subject_urn) == (2, old.badge_urn, old.subject_urn)
    assert new.valid_from > old.valid_from  # the newer one wins wherever both are known
    assert check_file(new.document.encode()).verdict is Verdict.VALID
    assert check_file(old.document.encode()).verdict is Verdict.SUPERSEDED
    assert set(old.entry.list.entries.revoked()) == {old.entry}


def test_staff_write_a_certificate_anew_after_a_change_of_name(client: Client) -> None:
    old = cases.credential(awarded_on=timezone.localdate() - dt.timedelta(days=3))
    old.certification.holder.legal_name = "Noémie Whitford"
    old.certification.holder.save()
    client.force_login(make.staff(Role.ADMIN, is_staff=True, is_superuser=True))
    act = {"action": "write_anew", "_selected_action": [old.pk]}

    for _ in range(2):
        page = client.post("/admin/certification/credential/", act, follow=True)
        assert "is in the name of Noémie Whitford" in page.content.decode()

    assert [one.name for one in old.certification.credentials.order_by("revision")] == [
        "Noémie Gagnon-Whitford",
        "Noémie Whitford",
    ]


def test_a_renewal_moves_the_end_and_keeps_the_badge() -> None:
    old = cases.credential()
    certified = old.certification
    certified.period = DateRange(certified.period.lower, certified.until + dt.timedelta(days=365))
    certified.save()

    new = issuing.issue(certification=certified)

    assert new.badge_urn == old.badge_urn
    assert new.valid_until - old.valid_until == dt.timedelta(days=365)


def test_nothing_is_issued_about_what_was_withdrawn_or_has_run_out() -> None:
    gone = cases.certification()
    certifying.change(certification=gone, act="withdraw", by=None, reason="Fraud.")
    long_ago = timezone.localdate() - dt.timedelta(days=3000)
    over = cases.certification(awarded_on=long_ago)

    for certified in (gone, over):
        with pytest.raises(RuleBroken, match="No document is issued"):
            issuing.issue(certification=certified)


@pytest.mark.parametrize("table", ["credential", "statusentry", "signingkey"])
def test_what_was_signed_cannot_be_rewritten_or_deleted(table: str) -> None:
    credential = cases.credential()
    status_lists.revoke(credential=credential, by=None, reason="Printed in error.")
    column = {"credential": "name", "statusentry": '"index"', "signingkey": "kid"}[table]

    for act in (
        f"UPDATE certification_{table} SET {column} = '7'",
        f"DELETE FROM certification_{table}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(act)


def test_one_document_taken_back_stays_so() -> None:
    credential = cases.credential()

    first = status_lists.revoke(credential=credential, by=None, reason="Printed in error.")
    again = status_lists.revoke(credential=credential, by=None, reason="Another.")

    assert again.revoked_at == first.revoked_at
    assert check_file(credential.token.encode()).verdict is Verdict.WITHDRAWN
    with pytest.raises(RuleBroken, match="why"):
        status_lists.revoke(credential=credential, by=None, reason="")


def test_a_full_list_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_lists, "MOST", 2)

    numbers = [status_lists.take_place().list.number for _ in range(5)]

    assert numbers == [1, 1, 2, 2, 3]
    assert StatusList.objects.count() == 3


def test_a_place_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter([5, 5, 5, 9])
    monkeypatch.setattr("secrets.randbelow", lambda _: next(drawn))

    assert [status_lists.take_place().index for _ in range(2)] == [5, 9]


def test_a_document_of_the_past_is_genuine_under_a_younger_key() -> None:
    day = timezone.localdate() - dt.timedelta(days=400)
    signing_keys.in_use()

    credential = cases.credential(awarded_on=day)

    assert credential.valid_from.date() == day
    assert check_file(credential.document.encode()).verdict is Verdict.VALID


def test_the_document_says_no_address_and_no_score() -> None:
    credential = cases.credential()

    assert credential.certification.holder.email not in credential.document + credential.token
    assert "score" not in credential.document.lower()
    assert credential.certification.holder.email not in json.dumps(credential.achievement)


def test_the_letter_carries_the_certificate() -> None:
    credential = cases.credential()
    attach = KINDS["certification.credential_issued"].attach
    assert attach

    (pdf,) = attach(credential)
    mail.queue(letters.credential_issued(credential))
    seen = preview(OutboundMessage.objects.get(kind="certification.credential_issued"))
    words = seen.words

    assert words, seen.why_not
    for text in (words.text, words.html):
        assert credential.certification.number in text
        assert credential.get_absolute_url() in text
    assert words.subject == f"Your certificate: {credential.achievement['name']}"
    assert pdf.name == f"{credential.certification.number}.pdf"
    assert check_file(pdf.content).credential == credential


def test_a_suspension_ends_and_is_told_on_the_page_only() -> None:
    credential = cases.credential()
    certified = credential.certification
    certifying.change(certification=certified, act="suspend", by=None, reason="A complaint.")
    assert check_file(credential.document.encode()).verdict is Verdict.SUSPENDED
    assert not credential.entry.list.entries.revoked().exists()
    assert list(evidence(certified.holder)) == []

    certifying.change(certification=certified, act="reinstate", by=None)

    assert check_file(credential.document.encode()).verdict is Verdict.VALID
    assert [one.url for one in evidence(certified.holder)] == [credential.get_absolute_url()]


def test_new_keys_sign_from_now_on_and_old_ones_stay_online(own_keys: Path) -> None:
    old = cases.credential()

    call_command("rotate_signing_key", stdout=StringIO())
    new = cases.credential()

    assert {old.proof_key, old.token_key}.isdisjoint({new.proof_key, new.token_key})
    for credential in (old, new):
        assert check_file(credential.document.encode()).verdict is Verdict.VALID
        assert check_file(credential.token.encode()).verdict is Verdict.VALID
    assert SigningKey.objects.count() == 4
    assert SigningKey.objects.in_use().count() == 2


def test_the_keys_are_in_one_file_that_only_its_owner_reads(own_keys: Path) -> None:
    signing_keys.ring()
    private = json.loads(own_keys.read_text())["keys"]

    assert stat.S_IMODE(own_keys.stat().st_mode) == 0o600
    assert [key["kty"] for key in private] == ["OKP", "RSA"]
    signing_keys.in_use()
    online = json.dumps(list(SigningKey.objects.values_list("public", flat=True)))
    assert not any(key["d"] in online for key in private)


@pytest.mark.race
def test_two_that_start_at_once_agree_on_one_file(own_keys: Path) -> None:
    names = at_the_same_time(lambda _: keyring.created(own_keys).proof_kid, range(4))

    assert len(set(names)) == 1
    assert [one.name for one in own_keys.parent.iterdir()] == [own_keys.name]


@pytest.mark.parametrize("content", ["", "{}", '{"keys": []}', '{"keys": [{"kty": "OKP"}]}'])
def test_a_file_of_something_else_is_refused(own_keys: Path, content: str) -> None:
    own_keys.write_text(content)

    with pytest.raises(keyring.NoKeys):
        signing_keys.ring()


def test_nothing_starts_without_a_file_of_keys_on_a_server() -> None:
    """As on a server: everything else is named."""
    unset = ("DEBUG", "SIGNING_KEY_FILE", "DJANGO_SETTINGS_MODULE")
    here = {name: value for name, value in os.environ.items() if name not in unset}
    here |= {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": "x" * 60,
        "SITE_URL": "https://institute.example",
        "EMAIL_URL": "smtp://127.0.0.1:25",
    }
    command = [sys.executable, "-c", "import institute.wsgi"]

    for given, words in (({}, "SIGNING_KEY_FILE is missing"), ({"SIGNING_KEY_FILE": "/no"}, "/no")):
        ended = subprocess.run(
            command, env=here | given, capture_output=True, text=True, check=False
        )
        assert ended.returncode != 0
        assert words in ended.stderr.splitlines()[-1]


def test_numbers_and_people_have_a_certification_each() -> None:
    one, other = cases.credential(), cases.credential()

    assert one.subject_urn != other.subject_urn
    assert Certification.objects.count() == 2
