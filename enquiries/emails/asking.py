"""What we write to people who ask."""

import re
from datetime import timedelta

from django.utils import timezone

from enquiries.models import Enquiry
from institute.mail.letters import Letter, MailClass, Topic, letter

GOOD_FOR = timedelta(hours=48)
# Anyone may type anyone's address. The letter repeats nothing that could advertise to them.
LOOKS_LIKE_A_LINK = re.compile(r"[/@:]|\w\.\w")
LONGEST_GREETING = 60


@letter(
    MailClass.REPLY,
    Topic.ENQUIRY,
    why="You asked the Institute a question on its website.",
)
def enquiry_received(enquiry: Enquiry) -> Letter:
    """We have your question, and this is when a person answers it."""
    context = {
        "name": _greeting(enquiry.name),
        "about": str(enquiry.course) if enquiry.course else "",
        "asked_for_a_call": not enquiry.question,
        "phone_given": enquiry.phone_shown if enquiry.phone else "",
    }
    now = timezone.now()
    return Letter(to=enquiry.email, about=enquiry, context=context, not_after=now + GOOD_FOR)


def _greeting(name: str) -> str:
    plain = len(name) <= LONGEST_GREETING and not LOOKS_LIKE_A_LINK.search(name)
    return name if plain else ""
