"""Requests for a mentor: asked once, seen by those who answer, closed once."""

import pytest
from django.test import Client
from django.urls import reverse

from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver
from mentorship.models import MentorshipRequest, Offer, OfferKind, RequestStatus
from mentorship.operations import close_request, request_mentorship
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    return Offer.objects.create(
        slug="cv",
        kind=OfferKind.CV_REVIEW,
        title="CV review",
        summary="Line by line.",
        bring=["Your CV"],
    )


def asked(student: User, offer: Offer, key: str = "one") -> MentorshipRequest:
    return request_mentorship(student=student, offer=offer, wish=" A role. ", request_key=key)


def test_asking_twice_with_one_key_is_one_request_and_one_letter(
    student: User, offer: Offer
) -> None:
    assert asked(student, offer) == asked(student, offer)
    assert MentorshipRequest.objects.get().wish == "A role."
    assert OutboundMessage.objects.get().kind == "mentorship.request_received"


def test_the_letter_is_not_sent_once_somebody_answered(student: User, offer: Offer) -> None:
    close_request(request=asked(student, offer), by=make.staff(Role.MENTOR))

    deliver()

    assert OutboundMessage.objects.get().status == Status.CANCELLED


def test_closing_twice_keeps_who_closed_it_first(student: User, offer: Offer) -> None:
    mentor = make.staff(Role.MENTOR)
    request = asked(student, offer)

    close_request(request=request, by=mentor)
    close_request(request=request, by=make.staff(Role.MANAGER))

    request.refresh_from_db()
    assert (request.status, request.closed_by) == (RequestStatus.CLOSED, mentor)


def test_a_mentor_sees_who_waits_and_says_who_was_answered(
    client: Client, student: User, offer: Offer
) -> None:
    request = asked(student, offer)
    client.force_login(make.staff(Role.MENTOR))
    page = reverse("mentorship:mentoring_requests")

    before = client.get(page).content.decode()
    client.post(page, {"request": request.pk})
    after = client.get(page).content.decode()

    assert student.name in before
    assert "Nobody waits for a mentor." in after


@pytest.mark.parametrize("key", ["", "x", "999999"])
def test_a_request_that_does_not_exist_is_not_found(client: Client, key: str) -> None:
    client.force_login(make.staff(Role.MENTOR))

    assert (
        client.post(reverse("mentorship:mentoring_requests"), {"request": key}).status_code == 404
    )


def test_the_student_reads_about_it_today_and_afterwards(
    as_student: Client, student: User, offer: Offer
) -> None:
    request = asked(student, offer)

    assert "Waiting for a mentor" in as_student.get(reverse("dashboard")).content.decode()
    assert [row.title for row in panels.timeline(student)] == ["Asked for a mentor: CV review"]

    close_request(request=request, by=make.staff(Role.MENTOR))
    assert "Waiting for a mentor" not in as_student.get(reverse("dashboard")).content.decode()
    assert len(panels.timeline(student)) == 2


def test_staff_and_the_privacy_file_know_of_it(student: User, offer: Offer) -> None:
    asked(student, offer)

    (row,) = [row for row in panels.history(panels.Whose(user=student)) if row.kind == "mentoring"]
    assert row.text == "A role."
    exported = panels.export(student)["mentorship"]
    assert isinstance(exported, list)
    assert exported[0]["wish"] == "A role."


def test_what_is_not_offered_cannot_be_opened(student: User) -> None:
    with pytest.raises(RuleBroken):
        panels.opening("mentorship").open(student=student, choice="none", wish="", key="k")
