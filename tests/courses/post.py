"""Students, cohorts and the letters they lead to, for the tests of letters."""

import datetime as dt
import uuid
from typing import Any

from django.core import mail as outgoing

from courses.models import Cohort, Enrolment
from courses.operations import cohorts
from courses.operations.invoicing import Receipt, record_payment
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from institute.mail.operations import preview
from institute.mail.operations.rendering import Words
from tests import make

NOW = dt.datetime(2026, 11, 22, 14, 12, tzinfo=dt.UTC)  # 9:12 in Toronto
FIRST = dt.datetime(2027, 1, 11, 23, 30, tzinfo=dt.UTC)  # Mon 11 January, 18:30 in Toronto
NASTY = '<b>R&D</b> "Ångström"'


def cohort_of(
    title: str = "Dependencies and float",
    *,
    places: int = 12,
    price_cents: int = 69_000,
    weeks: int = 3,
) -> Cohort:
    of = make.course(title)
    assert of.current
    starts = [FIRST + dt.timedelta(weeks=week) for week in range(weeks)]
    plan = cohorts.Plan(
        zone="America/Toronto",
        times=[(start, start + dt.timedelta(minutes=75)) for start in starts],
        capacity=places,
        enrol_opens_at=NOW - dt.timedelta(days=30),
        enrol_closes_at=FIRST,
        price_cents=price_cents,
    )
    titles = ["What waits for what", "Float is a budget", "The path that decides"]
    teacher = make.instructor(display_name="Sunita Kaur")
    made = cohorts.plan_cohort(version=of.current, plan=plan, instructor=teacher, titles=titles)
    return cohorts.open_cohort(cohort=made)


def amara(**fields: Any) -> User:
    known = {"display_name": "Amara Osei", "legal_name": "Amara Osei"}
    return make.student(**(known | fields))


def pay(enrolment: Enrolment, cents: int = 77_970) -> None:
    receipt = Receipt("e_transfer", cents, dt.date(2026, 11, 20))
    desk = make.staff(Role.DESK)
    record_payment(enrolment=enrolment, receipt=receipt, by=desk, form_token=uuid.uuid4())


def row(kind: str) -> OutboundMessage:
    """The newest message of the kind."""
    found = OutboundMessage.objects.filter(kind=f"courses.{kind}").order_by("pk").last()
    assert found, f"No {kind} was queued."
    return found


def words(kind: str) -> Words:
    """The newest message of the kind as its reader gets it."""
    seen = preview(row(kind))
    assert seen.words, seen.why_not
    return seen.words


def sent(subject: str) -> Any:
    """The one message that left with these words in its subject."""
    (found,) = [message for message in outgoing.outbox if subject in message.subject]
    return found.message()


def calendar_parts(message: Any) -> list[Any]:
    return [part for part in message.walk() if part.get_content_type() == "text/calendar"]


def write(cohort: Cohort, text: str, *, subject: str = "Bring a plan", token: int = 1) -> int:
    by = make.staff(Role.INSTRUCTOR, display_name="Sunita Kaur")
    return cohorts.write_to_everyone(
        cohort=cohort, subject=subject, text=text, by=by, token=uuid.UUID(int=token << 97)
    )
