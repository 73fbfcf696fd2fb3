"""The page where an enquiry becomes a place or a request for a mentor."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.models import Enrolment
from courses.operations.enrolling import reserve_place
from enquiries.models import Conversion, Enquiry, Status, Topic
from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from mentorship.models import MentorshipRequest, Offer, OfferKind
from tests import make

pytestmark = pytest.mark.django_db
ANA = {"email": "ana@example.com", "name": "Ana Souza", "legal_name": "Ana Souza", "payer": "me"}


def page(enquiry: Enquiry) -> str:
    return reverse("enquiries:convert", args=[enquiry.public_id])


def offer() -> Offer:
    return Offer.objects.create(
        slug="mock", kind=OfferKind.MOCK, title="Mock interview", summary="One loop."
    )


def invitation() -> str:
    """The address in the newest invitation, as a path."""
    newest = OutboundMessage.objects.filter(kind="enquiries.invited").latest("pk")
    return re.sub(r"^https?://[^/]+", "", newest.context["url"])


def test_the_course_they_asked_about_comes_first_and_a_full_date_last(as_desk: Client) -> None:
    course = make.course("Risk")
    full = make.cohort(course, places=1, starts_in_days=10)
    reserve_place(student=make.student(), cohort=full)
    free, other = make.cohort(course, starts_in_days=40), make.cohort(starts_in_days=5)

    shown = as_desk.get(page(make.enquiry(course=course))).content.decode()

    places = [shown.index(f'value="{cohort.pk}"') for cohort in (free, full, other)]
    assert places == sorted(places)
    assert "the waiting list is offered next" in shown


def test_the_desk_reserves_a_place_and_sees_it(as_desk: Client) -> None:
    enquiry, cohort = make.enquiry(), make.cohort()

    answer = as_desk.post(page(enquiry), {**ANA, "cohort": cohort.pk, "act": "place"}, follow=True)

    place = Enrolment.objects.get()
    assert place.cohort == cohort
    shown = answer.content.decode()
    assert reverse("courses:place", args=[place.pk]) in shown
    assert "Send the invitation again" in shown


def test_the_employers_invoice_names_the_employer(as_desk: Client) -> None:
    employer = {"payer": "employer", "company": "Northern Rail", "purchase_order": "PO-7"}
    given = ANA | employer | {"cohort": make.cohort().pk, "act": "place"}

    as_desk.post(page(make.enquiry()), given)

    assert Enrolment.objects.get().invoice.bill_to == "Northern Rail"


def test_what_is_missing_is_said_beside_the_field_and_the_rest_is_kept(as_desk: Client) -> None:
    given = ANA | {"email": "", "act": "place"}

    answer = as_desk.post(page(make.enquiry()), given)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Ask for one." in shown
    assert "Choose a date." in shown
    assert 'value="Ana Souza"' in shown


def test_a_full_date_offers_the_line_and_the_line_works(as_desk: Client) -> None:
    enquiry, cohort = make.enquiry(), make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)
    given = ANA | {"cohort": cohort.pk}

    refused = as_desk.post(page(enquiry), given | {"act": "place"})
    as_desk.post(page(enquiry), given | {"act": "line"})

    assert refused.status_code == 422
    assert "Put them on the waiting list" in refused.content.decode()
    assert cohort.waitlist.waiting().get().student.email == "ana@example.com"
    enquiry.refresh_from_db()
    assert enquiry.status == Status.ENROLMENT_STARTED


def test_a_question_about_interviews_starts_with_a_mentor(as_desk: Client) -> None:
    offer()
    enquiry = make.enquiry(topic=Topic.INTERVIEW, question="A loop on 12 October.")

    shown = as_desk.get(page(enquiry)).content.decode()
    assert shown.index("Ask for a mentor") < shown.index("A place in a course instead")

    given = {
        "mentoring-email": "ana@example.com", "mentoring-name": "Ana Souza",
        "mentoring-offer": "mock", "mentoring-wish": "A loop.", "act": "mentor",
    }  # fmt: skip
    as_desk.post(page(enquiry), given)

    assert MentorshipRequest.objects.get().wish == "A loop."
    assert Conversion.objects.get().enquiry == enquiry


def test_somebody_with_an_account_is_not_asked_for_an_address(as_desk: Client) -> None:
    who = make.contact()
    who.account = make.student("known@example.com")
    who.save()
    enquiry, cohort = make.enquiry(who), make.cohort()

    shown = as_desk.get(page(enquiry)).content.decode()
    as_desk.post(
        page(enquiry),
        {"legal_name": "Known", "payer": "me", "cohort": cohort.pk, "act": "place"},
    )

    assert 'name="email"' not in shown
    assert Enrolment.objects.get().student == who.account


def test_the_number_of_queries_does_not_grow_with_the_dates(as_desk: Client) -> None:
    enquiry = make.enquiry()
    make.cohort()
    as_desk.get(page(enquiry))  # the session is read for the first time
    first = _queries(as_desk, enquiry)
    for _ in range(4):
        make.cohort()

    assert _queries(as_desk, enquiry) == first


def _queries(client: Client, enquiry: Enquiry) -> int:
    with CaptureQueriesContext(connection) as seen:
        client.get(page(enquiry))
    return len(seen)


def test_an_act_nobody_offers_changes_nothing(as_desk: Client) -> None:
    enquiry = make.enquiry()

    assert as_desk.post(page(enquiry), {"act": "explode"}).status_code == 200
    assert not Conversion.objects.exists()


def test_the_invitation_leads_to_a_password_and_proves_the_address(as_desk: Client) -> None:
    given = ANA | {"cohort": make.cohort().pk, "act": "place"}
    as_desk.post(page(make.enquiry()), given)
    reader = Client()

    form = reader.get(invitation(), follow=True)
    reader.post(form.request["PATH_INFO"], {"password1": make.PASSWORD, "password2": make.PASSWORD})

    student = User.objects.get(email="ana@example.com")
    assert student.check_password(make.PASSWORD)
    assert EmailAddress.objects.get(user=student).verified
    assert Client().get(invitation()).status_code == 410


def test_looking_at_an_invitation_proves_nothing(as_desk: Client) -> None:
    given = ANA | {"cohort": make.cohort().pk, "act": "place"}
    as_desk.post(page(make.enquiry()), given)

    Client().get(invitation(), follow=True)

    assert not EmailAddress.objects.get(email="ana@example.com").verified


def test_an_invitation_is_sent_again_at_the_press_of_a_button(as_desk: Client) -> None:
    enquiry = make.enquiry()
    as_desk.post(page(enquiry), ANA | {"cohort": make.cohort().pk, "act": "place"})

    for _ in range(2):
        as_desk.post(reverse("enquiries:invite", args=[enquiry.public_id]), {"number": "1"})

    assert OutboundMessage.objects.filter(kind="enquiries.invited").count() == 2


def test_nothing_is_sent_for_an_enquiry_that_became_nothing(as_desk: Client) -> None:
    enquiry = make.enquiry()

    answer = as_desk.post(reverse("enquiries:invite", args=[enquiry.public_id]), {"number": "x"})

    assert answer.status_code == 302
    assert not OutboundMessage.objects.exists()


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "-1", ""])
def test_a_strange_number_of_invitations_is_none(as_desk: Client, number: str) -> None:
    enquiry, cohort = make.enquiry(), make.cohort()
    as_desk.post(page(enquiry), ANA | {"act": "place", "cohort": str(cohort.pk)})

    answer = as_desk.post(reverse("enquiries:invite", args=[enquiry.public_id]), {"number": number})

    assert answer.status_code == 302
    assert OutboundMessage.objects.filter(kind="enquiries.invited").exists()
