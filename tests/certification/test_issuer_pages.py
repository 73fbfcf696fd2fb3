"""What software reads to check our credentials without asking about anybody."""

import json

import pytest
from django.test import Client

from certification.badges import keyring, status
from certification.badges.multibase import from_multikey
from certification.models import Credential
from certification.operations import certifying, signing_keys
from tests.certification import credential_cases as cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential() -> Credential:
    return cases.credential()


def test_the_issuer_is_a_page_for_people_and_a_document_for_software(
    client: Client, credential: Credential
) -> None:
    page = client.get("/issuer", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    document = client.get("/issuer", headers={"accept": "application/ld+json"})

    assert "Who signs our certificates" in page.content.decode()
    known = document.json()
    assert known["id"] == json.loads(credential.document)["issuer"]["id"]
    (method,) = known["verificationMethod"]
    assert method["id"] == json.loads(credential.document)["proof"]["verificationMethod"]
    assert method["controller"] == known["id"]
    assert len(from_multikey(method["publicKeyMultibase"])) == 32
    assert known["assertionMethod"] == [method["id"]]
    assert all("Accept" in answer["Vary"] for answer in (page, document))


def test_every_public_key_is_online_and_no_private_one(
    client: Client, credential: Credential
) -> None:
    answer = client.get("/.well-known/jwks.json")

    assert answer["Content-Type"] == "application/jwk-set+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    keys = {key["kid"]: key for key in answer.json()["keys"]}
    assert set(keys) == {credential.proof_key.kid, credential.token_key.kid}
    assert not any(keyring.SECRET & set(key) for key in keys.values())
    signing_keys.ring()
    did = client.get("/.well-known/did.json").json()
    assert did["id"].startswith("did:web:")
    assert did["alsoKnownAs"] == [
        client.get("/issuer", headers={"accept": "application/json"}).json()["id"]
    ]


def test_the_list_of_withdrawals_may_be_kept_and_follows_at_once(
    client: Client, credential: Credential
) -> None:
    address = credential.entry.list.get_absolute_url()
    before = client.get(address)
    certifying.change(
        certification=credential.certification, act="withdraw", by=None, reason="Fraud."
    )

    after = client.get(address)

    assert before["Cache-Control"] == "public, max-age=300"
    index = credential.entry.index
    bits = [one.json()["credentialSubject"]["encodedList"] for one in (before, after)]
    assert [status.is_set(text, index) for text in bits] == [False, True]
    assert client.get("/status/2").status_code == 404


def test_what_is_certified_is_one_document_for_everybody(
    client: Client, credential: Credential
) -> None:
    inside = json.loads(credential.document)["credentialSubject"]["achievement"]
    path = inside["id"].removeprefix("http://testserver")

    served = client.get(path).json()
    served.pop("@context")

    assert served == inside
    assert credential.name not in json.dumps(served)
    picture = client.get(inside["image"]["id"].removeprefix("http://testserver"))
    assert picture["Content-Type"] == "image/png"
    assert client.get(path.replace("/v1", "/v9")).status_code == 404
