"""Names, contacts and questions in any script: no failure, nothing cut without a word."""

from urllib.parse import quote

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enquiries.forms.asking import LONGEST_TAG
from enquiries.models import Enquiry
from tests.enquiries.asking import FORM

SCRIPTS = st.one_of(
    st.text(max_size=400),
    st.text(
        alphabet="אבגדה\u200e\u200f\u202e\u2067مرحبا ", max_size=80
    ),  # right to left, and marks that turn it
    st.text(alphabet="\x00\x01\x07\x1b\r\n\t\u200b\ufeff", max_size=20),
    st.sampled_from(["é" * 10_000, "'" * 301, "🧭" * 300, "<script>", "%s{{x}}", "\ud83e\udded"]),
)
MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def sendable(text: str) -> str:
    """What a browser can put on the wire: no half characters."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.django_db
@MANY
@given(name=SCRIPTS, question=SCRIPTS)
def test_names_and_questions_are_kept_whole_or_handed_back(
    client: Client, name: str, question: str
) -> None:
    name, question = sendable(name), sendable(question)
    Enquiry.objects.all().delete()

    answer = client.post("/enquire/", FORM | {"name": name, "question": question})

    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        kept = Enquiry.objects.get()
        assert (kept.name, kept.question) == (name.strip(), question.strip())
        assert kept.snapshot["question"] == question.replace("\0", "")


@pytest.mark.django_db
@MANY
@given(contact=SCRIPTS)
def test_any_contact_is_kept_whole_or_handed_back(client: Client, contact: str) -> None:
    contact = sendable(contact)
    Enquiry.objects.all().delete()

    answer = client.post("/enquire/", FORM | {"contact": contact})

    assert answer.status_code in {302, 422}
    if answer.status_code == 302:
        assert Enquiry.objects.get().contact == contact.strip()


@pytest.mark.django_db
@MANY
@given(
    field=st.sampled_from(
        ["call_window", "zone", "utm", "proof", "website", "topic", "course", "consent"]
    ),
    value=SCRIPTS,
)
def test_what_only_machines_write_never_loses_a_question(
    client: Client, field: str, value: str
) -> None:
    Enquiry.objects.all().delete()

    answer = client.post("/enquire/", FORM | {field: sendable(value)})

    assert answer.status_code == 302
    assert Enquiry.objects.get().question == FORM["question"]


@pytest.mark.django_db
@MANY
@given(query=SCRIPTS)
def test_any_address_of_the_page_is_kept(client: Client, query: str) -> None:
    Enquiry.objects.all().delete()
    page = "http://testserver/?utm_source=" + quote(sendable(query))

    answer = client.post("/enquire/", FORM, headers={"hx_current_url": page})

    assert answer.status_code == 302
    kept = Enquiry.objects.get()
    assert kept.page == page
    assert len(kept.utm.get("utm_source", "")) <= LONGEST_TAG
