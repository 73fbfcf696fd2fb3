"""Checking a certificate as anybody may: by number, by address, by file."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from certification.badges import baking
from certification.credentials import baked_badge, certificate_pdf
from certification.models import Credential, LogEntry, VerificationHit
from certification.operations import certifying
from certification.operations.issuing import issue
from institute import panels
from institute.accounts.models import User
from tests import make
from tests.certification import credential_cases as cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential() -> Credential:
    return cases.credential(awarded_on=timezone.localdate() - dt.timedelta(days=3))


def sent(client: Client, content: str | bytes, name: str = "file") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post("/verify/", {"file": SimpleUploadedFile(name, raw)})


def moved(credential: Credential, act: str) -> None:
    certifying.change(certification=credential.certification, act=act, by=None, reason="Told.")


@pytest.mark.parametrize(
    "typed",
    [
        *("{number}", " {number} ", "{lower}", "{spaced}", "{solid}"),
        *("{public_id}", "{solid_id}", "https://tpm.example/verify/{public_id}/", "{file}"),
    ],
)
def test_a_number_leads_to_its_page_however_it_is_typed(
    client: Client, credential: Credential, typed: str
) -> None:
    number = credential.certification.number
    words = {
        "number": number,
        "lower": number.lower(),
        "spaced": number.replace("-", " – "),
        "public_id": credential.public_id,
        "solid": number.replace("-", ""),
        "solid_id": credential.public_id.replace("-", "").lower(),
        "file": f"tpm.example/verify/{credential.public_id}.pdf",
    }

    response = client.get("/verify/", {"number": typed.format(**words)})

    assert response.status_code == 302
    assert response["Location"] == credential.get_absolute_url()


def test_the_page_says_what_it_is_worth_today(client: Client, credential: Credential) -> None:
    page = client.get(credential.get_absolute_url())

    text = page.content.decode()
    for words in ("Valid today", "Noémie Gagnon-Whitford", "Case exam", "Passed"):
        assert words in text
    assert credential.certification.holder.email not in text
    assert page["X-Robots-Tag"] == "noindex, noarchive"


@pytest.mark.parametrize(
    ("act", "words"),
    [("suspend", "Suspended"), ("withdraw", "Withdrawn"), ("lapse", "Expired: valid until")],
)
def test_the_page_and_every_file_say_what_became_of_it(
    client: Client, credential: Credential, act: str, words: str
) -> None:
    moved(credential, act)
    forms: dict[str, str | bytes] = {
        "JSON": credential.document,
        "JWT": credential.token,
        "PNG": baked_badge(credential),
        "PDF": certificate_pdf(credential),
    }

    assert words in client.get(credential.get_absolute_url()).content.decode()
    for kind, content in forms.items():
        answer = sent(client, content).content.decode()
        assert words in answer, kind
        assert f"The {kind} carries exactly" in answer


def test_a_replaced_certificate_leads_to_the_newer(client: Client, credential: Credential) -> None:
    credential.certification.holder.legal_name = "Noémie Whitford"
    credential.certification.holder.save()
    newer = issue(certification=credential.certification)

    page = client.get(credential.get_absolute_url()).content.decode()

    assert "Superseded by a newer certificate" in page
    assert newer.get_absolute_url() in page


def test_it_expires_by_the_calendar_alone(client: Client, credential: Credential) -> None:
    with time_machine.travel(credential.valid_until, tick=False):
        assert "Expired" in client.get(credential.get_absolute_url()).content.decode()
    with time_machine.travel(credential.valid_from - dt.timedelta(hours=1), tick=False):
        assert "Not valid before" in client.get(credential.get_absolute_url()).content.decode()


def test_an_altered_file_and_somebody_elses_are_told_apart(
    client: Client, credential: Credential
) -> None:
    document = json.loads(credential.document)
    theirs = document | {"issuer": document["issuer"] | {"id": "https://other.example/issuer"}}
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Somebody Else"
    picture = baking.baked(baked_badge(credential), json.dumps(document))

    for content in (json.dumps(document), picture, credential.token[:-8] + "AAAAAAAA"):
        answer = sent(client, content).content.decode()
        assert "Altered: do not rely on this file" in answer
        assert "Somebody Else" not in answer
        assert credential.name not in answer
    assert "Not issued by TPM Institute" in sent(client, json.dumps(theirs)).content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "carries no credential"),
        (b"\xff\xfe\x00", "none of ours"),
        (b"hello", "carries no credential"),
        (b"%PDF-1.7 broken", "cannot be read"),
        (baking.SIGNATURE + b"broken", "damaged"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_of_something_else_is_refused_in_words(
    client: Client, content: bytes, words: str
) -> None:
    response = sent(client, content)

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize(
    "content", ["{}", "{", '{"a":' * 5000, '{"issuer": {"id": 5}}', "ey.ey.ey"]
)
def test_a_file_that_means_nothing_gets_a_word(client: Client, content: str) -> None:
    assert sent(client, content).status_code == 200


def test_no_file_and_no_number_are_told(client: Client) -> None:
    assert client.post("/verify/").status_code == 422
    for typed in ("", "x" * 300, "<b>", "TI-26-0101-AAAAA"):
        assert client.get("/verify/", {"number": typed}).status_code == 422


def test_a_hidden_certificate_does_not_exist_for_others(
    client: Client, credential: Credential
) -> None:
    holder = credential.certification.holder
    client.force_login(holder)
    hide = f"/certification/credentials/{credential.public_id}/visibility/"
    assert client.post(hide, {"show": "no"}).status_code == 302
    address = credential.get_absolute_url()
    kinds = [f"{address.rstrip('/')}.{kind}" for kind in ("json", "jwt", "pdf", "png")]

    visitor = Client()
    unknown = visitor.get("/verify/7KQM-2X4P-9HWC-3T8R/")
    for hidden in (address, *kinds):
        assert visitor.get(hidden).status_code == unknown.status_code == 404
        assert client.get(hidden).status_code == 200
    asked = visitor.get("/verify/", {"number": credential.certification.number})
    assert asked.status_code == 422
    assert list(panels.evidence(holder)) == []
    assert LogEntry.objects.filter(act="certification.hidden").exists()

    client.post(hide, {"show": "yes"})
    assert visitor.get(address).status_code == 200


def test_nobody_hides_somebody_elses(client: Client, credential: Credential, student: User) -> None:
    client.force_login(student)
    hide = f"/certification/credentials/{credential.public_id}/visibility/"

    assert client.post(hide, {"show": "no"}).status_code == 404
    assert client.get(credential.get_absolute_url()).status_code == 200


def test_looks_are_counted_by_day_and_the_holders_own_are_not(
    client: Client, credential: Credential
) -> None:
    for _ in range(3):
        client.get(credential.get_absolute_url())
    client.force_login(credential.certification.holder)
    client.get(credential.get_absolute_url())

    assert [hit.count for hit in VerificationHit.objects.all()] == [3]
    assert "3 times" in client.get("/certification/credentials/").content.decode()


def test_who_tries_many_numbers_waits(client: Client) -> None:
    answers = [
        client.get("/verify/", {"number": f"TI-26-0101-AAA{n:02}"}).status_code for n in range(62)
    ]

    assert answers.count(422) == 60
    assert answers[-1] == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get("/verify/").status_code == 200


def test_files_carry_what_their_names_say(client: Client, credential: Credential) -> None:
    base = credential.get_absolute_url().rstrip("/")

    answers = {kind: client.get(f"{base}.{kind}") for kind in ("json", "jwt", "pdf", "png")}

    assert answers["json"].content.decode() == credential.document
    assert answers["jwt"].content.decode() == credential.token
    assert answers["pdf"].content == certificate_pdf(credential)
    assert baking.carried(answers["png"].content) == credential.document
    assert all(answer["X-Robots-Tag"] for answer in answers.values())
    assert client.get(f"{base}.exe").status_code == 404


def test_the_holder_finds_everything_on_one_page(client: Client, credential: Credential) -> None:
    client.force_login(credential.certification.holder)

    page = client.get("/certification/credentials/").content.decode()

    for words in (".pdf", ".png", ".json", "linkedin.com/profile/add", "Hide this certificate"):
        assert words in page
    client.force_login(make.student())
    assert "no certificate yet" in client.get("/certification/credentials/").content.decode()
