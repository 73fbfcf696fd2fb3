"""Fifty people press the button for one enquiry."""

import pytest

from courses.models import Enrolment
from enquiries.models import Conversion, Enquiry, Status, StatusChange
from enquiries.operations.converting import convert_to_enrolment
from enquiries.operations.inviting import Applicant
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]
ANA = Applicant(email="ana@example.com", name="Ana Souza", legal_name="Ana Souza")


def test_fifty_conversions_are_one_enrolment() -> None:
    enquiry, cohort = make.enquiry(), make.cohort()
    staff = [make.staff(Role.DESK) for _ in range(50)]

    made = at_the_same_time(
        lambda by: convert_to_enrolment(enquiry=enquiry, cohort=cohort, by=by, who=ANA), staff
    )

    assert len({one.pk for one in made}) == 1
    cohort.refresh_from_db()
    assert cohort.taken == 1
    assert Enrolment.objects.count() == Conversion.objects.count() == 1
    assert User.objects.filter(email=ANA.email).count() == 1
    assert OutboundMessage.objects.filter(kind="enquiries.invited").count() == 1
    assert StatusChange.objects.count() == 1


def test_many_enquiries_of_one_person_are_one_place() -> None:
    who, cohort, desk = make.contact(), make.cohort(), make.staff(Role.DESK)
    asked = [make.enquiry(who) for _ in range(12)]

    made = at_the_same_time(
        lambda one: convert_to_enrolment(enquiry=one, cohort=cohort, by=desk, who=ANA), asked
    )

    assert len({one.pk for one in made}) == 1
    cohort.refresh_from_db()
    assert cohort.taken == 1
    assert Enquiry.objects.filter(status=Status.CONVERTED).count() == 1
    assert Enquiry.objects.filter(status=Status.DUPLICATE).count() == 11


def test_the_last_seat_goes_to_one_of_many_enquiries() -> None:
    cohort, desk = make.cohort(places=1), make.staff(Role.DESK)
    asked = [make.enquiry() for _ in range(10)]

    made = at_the_same_time(
        lambda one: convert_to_enrolment(enquiry=one, cohort=cohort, by=desk, who=Applicant()),
        asked,
    )

    assert sum(isinstance(one, Conversion) for one in made) == 1
    assert Enquiry.objects.filter(status=Status.CONVERTED).count() == 1
    assert User.objects.filter(conversions__isnull=False).count() == 1
    assert User.objects.filter(email__startswith="contact").count() == 1
