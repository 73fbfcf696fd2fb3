"""Pages of renewal: holders claim and renew, managers audit and act, strangers find nothing."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certification.models import Certification, CpdEntry, RenewalCycle
from certification.operations import renewing as renewals
from certification.standing import today
from institute.accounts.models import User
from tests import make
from tests.certification import renewing as given

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\ntrailer\n%%EOF\n"


def page(name: str, record: Certification | RenewalCycle | CpdEntry) -> str:
    return reverse(f"certification:{name}", args=[record.public_id])


def test_a_holder_claims_hours_with_a_file_and_gets_it_back(client: Client) -> None:
    certification = given.certified()
    client.force_login(certification.holder)
    told = {
        "form_token": str(uuid.uuid4()),
        "category": "learning",
        "title": "A workshop",
        "done_on": str(today()),
        "hours": "3.5",
    }

    for _ in range(2):
        proof = SimpleUploadedFile("proof.pdf", PDF)
        answer = client.post(
            page("renewal_claim", certification), told | {"proof": proof}, follow=True
        )

    assert b"A workshop" in answer.content
    entry = CpdEntry.objects.get()
    file = client.get(page("cpd_evidence", entry))
    assert file.content == PDF
    assert file["Content-Disposition"].startswith("attachment")
    client.force_login(make.student())
    assert client.get(page("cpd_evidence", entry)).status_code == 404


def test_a_claim_that_lacks_something_comes_back_with_what_was_typed(client: Client) -> None:
    certification = given.certified()
    client.force_login(certification.holder)
    proof = SimpleUploadedFile("proof.pdf", b"MZ")
    told = {"title": "A workshop", "hours": "1.1", "done_on": "2019-02-30", "proof": proof}

    answer = client.post(page("renewal_claim", certification), told)

    assert answer.status_code == 422
    for words in ("A workshop", "in quarters", "Choose a category.", "none of the files"):
        assert words in answer.content.decode()


def test_the_button_renews_and_a_second_press_is_harmless(client: Client) -> None:
    certification = given.certified()
    cycle = given.complete(certification)
    client.force_login(certification.holder)
    assert b"Renew now" in client.get(page("renewal", certification)).content

    for _ in range(2):
        client.post(page("renewal_renew", certification), {"cycle": str(cycle.public_id)})

    assert certification.cycles.count() == 2
    foreign = client.post(page("renewal_renew", certification), {"cycle": "x"})
    assert foreign.status_code == 404


def test_a_manager_answers_each_claim_of_an_audit(client: Client, manager: User) -> None:
    certification = given.certified()
    cycle = given.complete(certification, audited=True)
    renewals.ask_to_renew(cycle=cycle, by=certification.holder)
    client.force_login(manager)
    first, second = cycle.entries.all()

    bare = client.post(page("audit_answer", first), {"act": "reject"})
    for entry in (first, second):
        client.post(page("audit_answer", entry), {"act": "approve", "reason": "Seen."})

    assert bare.status_code == 422
    cycle.refresh_from_db()
    assert cycle.status == "renewed"


def test_a_manager_suspends_with_a_reason_the_history_shows(client: Client, manager: User) -> None:
    certification = given.certified()
    client.force_login(manager)

    bare = client.post(page("standing", certification), {"act": "suspend"})
    client.post(page("standing", certification), {"act": "suspend", "reason": "A complaint."})

    assert bare.status_code == 422
    seen = client.get(page("standing", certification)).content.decode()
    assert "A complaint." in seen
    assert "Suspended" in seen
