"""An enquiry becomes a place or a request for a mentor, once."""

import datetime as dt
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from courses.models import Enrolment
from courses.models import Status as PlaceStatus
from courses.operations.enrolling import reserve_place
from enquiries.contact_points import ContactPoints
from enquiries.models import (
    Callback,
    CallbackStatus,
    Conversion,
    Enquiry,
    Kind,
    NextAction,
    Status,
    StatusChange,
)
from enquiries.operations import asking
from enquiries.operations.contacts import add_point
from enquiries.operations.converting import (
    Wish,
    convert_to_enrolment,
    convert_to_mentorship,
    put_in_line,
)
from enquiries.operations.inviting import Applicant, invite_again
from enquiries.operations.people import Caller, new_person
from institute.accounts.invitations import waits_outside
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage
from mentorship.models import MentorshipRequest, Offer, OfferKind
from tests import make
from tests.enquiries.asking import asked, circumstances

pytestmark = pytest.mark.django_db
ANA = Applicant(email="ana@example.com", name="Ana Souza", legal_name="Ana Maria Souza")


def invitations() -> int:
    return OutboundMessage.objects.filter(kind="enquiries.invited").count()


def signed_up(email: str, *, proved: bool) -> User:
    """Somebody who chose a password by themselves."""
    user = make.student(email)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=proved)
    return user


def offer() -> Offer:
    return Offer.objects.create(
        slug="mock", kind=OfferKind.MOCK, title="Mock interview", summary="One loop, marked."
    )


def test_a_place_is_reserved_and_the_enquiry_is_closed(desk: User) -> None:
    enquiry, cohort = make.enquiry(), make.cohort()

    made = convert_to_enrolment(enquiry=enquiry, cohort=cohort, by=desk, who=ANA)

    enquiry.refresh_from_db()
    assert made.enrolment
    assert made.enrolment.cohort == cohort
    assert made.enrolment.status == PlaceStatus.RESERVED
    assert (enquiry.status, enquiry.next_action, enquiry.next_action_at) == ("converted", "", None)
    trace = StatusChange.objects.get(enquiry=enquiry)
    assert (trace.act, trace.by) == ("convert", desk)


def test_a_new_account_waits_for_its_invitation(desk: User) -> None:
    enquiry = make.enquiry(zone="America/Halifax")

    made = convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=ANA)

    student = made.student
    assert (student.email, student.name, student.legal_name) == (
        "ana@example.com",
        "Ana Souza",
        "Ana Maria Souza",
    )
    assert student.time_zone == "America/Halifax"
    assert student.roles == {Role.STUDENT}
    assert not student.has_usable_password()
    assert not EmailAddress.objects.get(user=student).verified
    assert invitations() == 1
    assert enquiry.person
    enquiry.person.refresh_from_db()
    assert enquiry.person.account == student
    assert "ana@example.com" in enquiry.person.emails


def test_somebody_who_signs_in_already_gets_the_usual_letter_only(desk: User) -> None:
    student = signed_up("known@example.com", proved=True)
    enquiry = make.enquiry(make.contact(email="known@example.com"))

    made = convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=Applicant())

    assert made.student == student
    assert invitations() == 0
    assert OutboundMessage.objects.filter(kind="courses.place_reserved").count() == 1


def test_the_contacts_own_account_counts_whatever_was_typed(desk: User) -> None:
    who = make.contact()
    who.account = make.student()
    who.save()

    made = convert_to_enrolment(enquiry=make.enquiry(who), cohort=make.cohort(), by=desk, who=ANA)

    assert made.student == who.account
    assert not User.objects.filter(email=ANA.email).exists()


def test_a_known_legal_name_is_not_rewritten(desk: User) -> None:
    make.student("ana@example.com", legal_name="Ana M. Souza")

    made = convert_to_enrolment(enquiry=make.enquiry(), cohort=make.cohort(), by=desk, who=ANA)

    assert made.student.legal_name == "Ana M. Souza"


def test_a_second_click_returns_the_first_place(desk: User) -> None:
    enquiry, other = make.enquiry(), make.cohort()

    first = convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=ANA)
    again = convert_to_enrolment(enquiry=enquiry, cohort=other, by=make.staff(Role.DESK), who=ANA)

    assert first == again
    assert Enrolment.objects.count() == 1
    assert StatusChange.objects.filter(enquiry=enquiry).count() == 1


def test_a_place_taken_on_the_web_meanwhile_is_the_one(desk: User) -> None:
    student, cohort = make.student("ana@example.com"), make.cohort()
    place = reserve_place(student=student, cohort=cohort)

    made = convert_to_enrolment(enquiry=make.enquiry(), cohort=cohort, by=desk, who=ANA)

    assert made.enrolment == place


def test_a_second_enquiry_for_the_same_cohort_joins_the_first(desk: User) -> None:
    who, cohort = make.contact(), make.cohort()
    first, second = make.enquiry(who), make.enquiry(who)
    made = convert_to_enrolment(enquiry=first, cohort=cohort, by=desk, who=ANA)

    same = convert_to_enrolment(enquiry=second, cohort=cohort, by=desk, who=ANA)
    once_more = convert_to_enrolment(enquiry=second, cohort=cohort, by=desk, who=ANA)

    second.refresh_from_db()
    assert made == same == once_more
    assert (second.status, second.duplicate_of) == (Status.DUPLICATE, first)
    assert StatusChange.objects.filter(enquiry=second).get().act == "join"


def test_another_cohort_is_another_conversion(desk: User) -> None:
    who = make.contact()
    for _ in range(2):
        convert_to_enrolment(enquiry=make.enquiry(who), cohort=make.cohort(), by=desk, who=ANA)

    assert Conversion.objects.count() == 2
    assert invitations() == 1


def test_a_full_cohort_changes_nothing_and_offers_the_line(desk: User) -> None:
    enquiry, cohort = make.enquiry(), make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)

    with pytest.raises(RuleBroken, match="full") as rule:
        convert_to_enrolment(enquiry=enquiry, cohort=cohort, by=desk, who=ANA)

    enquiry.refresh_from_db()
    assert rule.value.instead == "waitlist"
    assert enquiry.status == Status.NEW
    assert not User.objects.filter(email=ANA.email).exists()


def test_in_line_the_enquiry_stays_open_and_somebody_looks_again(desk: User) -> None:
    enquiry, cohort = make.enquiry(), make.cohort(places=1)
    reserve_place(student=make.student(), cohort=cohort)

    entry = put_in_line(enquiry=enquiry, cohort=cohort, by=desk, who=ANA)
    again = put_in_line(enquiry=enquiry, cohort=cohort, by=desk, who=ANA)

    enquiry.refresh_from_db()
    assert entry == again
    assert enquiry.status == Status.ENROLMENT_STARTED
    assert enquiry.next_action == NextAction.CHECK
    assert enquiry.next_action_at
    assert enquiry.next_action_at > timezone.now() + dt.timedelta(days=2)
    assert [one.kind for one in enquiry.interactions.all()] == [Kind.NOTE]
    assert invitations() == 1


def test_a_phone_number_alone_opens_no_account(desk: User) -> None:
    enquiry = make.enquiry(make.contact(phone="+19055550142"))

    with pytest.raises(RuleBroken, match="email address"):
        convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=Applicant())


def test_a_caller_without_a_number_becomes_somebody(desk: User) -> None:
    enquiry = make.enquiry(source="phone", email="", phone="", contact="")
    Enquiry.objects.filter(pk=enquiry.pk).update(person=None)

    made = convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=ANA)

    enquiry.refresh_from_db()
    assert enquiry.person
    assert enquiry.person.account == made.student


def test_an_address_another_contact_signs_in_with_is_not_taken_from_them(desk: User) -> None:
    other = make.contact(name="Ana the elder")
    other.account = make.student("ana@example.com")
    other.save()

    with pytest.raises(RuleBroken, match="Ana the elder") as rule:
        convert_to_enrolment(enquiry=make.enquiry(), cohort=make.cohort(), by=desk, who=ANA)

    assert "Merge" in rule.value.instead


def test_a_closed_account_is_not_enrolled(desk: User) -> None:
    make.student("ana@example.com", is_active=False)

    with pytest.raises(RuleBroken, match="closed"):
        convert_to_enrolment(enquiry=make.enquiry(), cohort=make.cohort(), by=desk, who=ANA)


@pytest.mark.parametrize(
    ("status", "lost_reason", "words"),
    [
        (Status.QUARANTINED, "", "Release"),
        (Status.LOST, "price", "Reopen"),
        (Status.SPAM, "", "Reopen"),
    ],
)
def test_what_is_closed_or_suspect_is_not_enrolled(
    desk: User, status: str, lost_reason: str, words: str
) -> None:
    enquiry = make.enquiry(status=status, lost_reason=lost_reason)

    with pytest.raises(RuleBroken) as rule:
        convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=ANA)

    assert words in rule.value.instead
    assert not User.objects.filter(email=ANA.email).exists()


def test_an_agreed_call_back_is_called_off(desk: User) -> None:
    enquiry = make.enquiry(status=Status.CALLBACK)
    start = timezone.now() + dt.timedelta(days=1)
    booked = Callback.objects.create(
        enquiry=enquiry, staff=desk, during=(start, start + dt.timedelta(minutes=15))
    )

    convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=ANA)

    booked.refresh_from_db()
    assert booked.status == CallbackStatus.CANCELLED


def test_a_request_for_a_mentor_is_opened_once(desk: User) -> None:
    enquiry, wish = make.enquiry(), Wish(offer().slug, "Staff loop on 12 October")

    first = convert_to_mentorship(enquiry=enquiry, wish=wish, by=desk, who=ANA)
    again = convert_to_mentorship(enquiry=enquiry, wish=wish, by=desk, who=ANA)

    asked = MentorshipRequest.objects.get()
    enquiry.refresh_from_db()
    assert first == again
    assert first.opened
    assert (asked.student, asked.wish) == (first.student, "Staff loop on 12 October")
    assert enquiry.status == Status.CONVERTED
    kinds = set(OutboundMessage.objects.values_list("kind", flat=True))
    assert kinds == {"enquiries.invited", "mentorship.request_received"}


def test_an_offer_we_do_not_have_is_refused(desk: User) -> None:
    with pytest.raises(RuleBroken, match="mentor"):
        convert_to_mentorship(enquiry=make.enquiry(), wish=Wish("nothing"), by=desk, who=ANA)


def test_an_invitation_sent_again_from_one_page_goes_out_once(desk: User) -> None:
    made = convert_to_enrolment(enquiry=make.enquiry(), cohort=make.cohort(), by=desk, who=ANA)

    invite_again(user=made.student, number=1)
    invite_again(user=made.student, number=1)

    assert invitations() == 2


def test_a_closed_account_is_not_invited_again(desk: User) -> None:
    made = convert_to_enrolment(enquiry=make.enquiry(), cohort=make.cohort(), by=desk, who=ANA)
    made.student.is_active = False
    made.student.save()

    with pytest.raises(RuleBroken, match="closed"):
        invite_again(user=made.student, number=1)


def test_a_name_too_long_for_an_account_is_said_so(desk: User) -> None:
    who = new_person(Caller(name="A" * 200, reach=ContactPoints("long@example.com")))

    with pytest.raises(RuleBroken, match="120"):
        convert_to_enrolment(
            enquiry=make.enquiry(who), cohort=make.cohort(), by=desk, who=Applicant()
        )


def test_an_address_only_a_form_gave_opens_no_account_for_somebody_we_know(desk: User) -> None:
    who = make.contact(name="Ana Souza", phone="+19055550142")
    form = asked(name="Ana Souza", contact="905 555 0142, other@example.com")
    enquiry = asking.ask(asked=form, circumstances=circumstances())
    assert enquiry.person == who

    with pytest.raises(RuleBroken, match="not on the contact") as rule:
        convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=Applicant())

    assert "Add it" in rule.value.instead
    assert not User.objects.filter(email="other@example.com").exists()
    add_point(person=who, typed="other@example.com", by=desk)
    made = convert_to_enrolment(enquiry=enquiry, cohort=make.cohort(), by=desk, who=Applicant())
    assert made.student.email == "other@example.com"


def test_who_never_confirmed_their_address_is_invited_once(desk: User) -> None:
    user, who = signed_up(ANA.email, proved=False), make.contact(email=ANA.email)

    for _ in range(2):
        convert_to_enrolment(enquiry=make.enquiry(who), cohort=make.cohort(), by=desk, who=ANA)

    assert OutboundMessage.objects.about(user).filter(kind="enquiries.invited").count() == 1


def test_an_invitation_ends_a_password_chosen_before_the_address_was_proved(
    desk: User, client: Client
) -> None:
    user = signed_up(ANA.email, proved=False)
    convert_to_enrolment(enquiry=make.enquiry(), cohort=make.cohort(), by=desk, who=ANA)
    message = OutboundMessage.objects.get(kind="enquiries.invited")

    page = client.get(urlsplit(message.context["url"]).path, follow=True)
    form = {"password1": "another horse battery", "password2": "another horse battery"}
    client.post(page.request["PATH_INFO"], form)

    user.refresh_from_db()
    assert user.check_password("another horse battery")
    assert EmailAddress.objects.get(user=user).verified
    assert not waits_outside(user)
