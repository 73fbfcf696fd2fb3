"""What somebody at the Institute writes to one person, in their own words."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from enquiries import wording
from enquiries.models import LIVE, Enquiry
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter

GOOD_FOR = dt.timedelta(hours=48)
NEWS_GOOD_FOR = dt.timedelta(days=4)
OF_THE_TOKEN = 65  # bits dropped, so that the rest fits a bigint


@dataclass(frozen=True)
class Written:
    """A message as staff wrote it; one token is one message, however often it is sent."""

    to: str
    subject: str
    text: str
    token: UUID

    @property
    def sequence(self) -> int:
        return self.token.int >> OF_THE_TOKEN


def _still_open(enquiry: Enquiry, _sequence: int) -> str | None:
    if enquiry.status in LIVE:
        return None
    return f"The enquiry is {enquiry.get_status_display().lower()}."


@letter(MailClass.REPLY, Topic.ENQUIRY, why="You asked the Institute a question.")
def question_answered(enquiry: Enquiry, written: Written, by: User) -> Letter:
    """An answer to what they asked, from the person who wrote it."""
    return _letter(enquiry, written, by, GOOD_FOR)


@letter(
    MailClass.COMMERCIAL,
    Topic.COURSE_NEWS,
    why="You asked TPM Institute a question in the last six months, or let us write to you.",
    still_true=_still_open,
)
def news_written(enquiry: Enquiry, written: Written, by: User) -> Letter:
    """News of courses that somebody thought of interest to them."""
    return _letter(enquiry, written, by, NEWS_GOOD_FOR)


def _letter(enquiry: Enquiry, written: Written, by: User, good_for: dt.timedelta) -> Letter:
    return Letter(
        to=written.to,
        about=enquiry,
        zone=enquiry.zone,
        sequence=written.sequence,
        context={
            "name": wording.greeting(enquiry.name),
            "subject": written.subject,
            "text": written.text,
            "writer": by.name,
        },
        not_after=timezone.now() + good_for,
    )
