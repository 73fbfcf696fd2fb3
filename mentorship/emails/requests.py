"""Letters about requests for a mentor."""

from django.conf import settings
from django.urls import reverse

from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.models import MentorshipRequest, RequestStatus


def _why_untrue(request: MentorshipRequest, _: int) -> str | None:
    return None if request.status == RequestStatus.OPEN else "A mentor has answered already."


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why="You get this because you asked TPM Institute for mentoring.",
    still_true=_why_untrue,
)
def request_received(request: MentorshipRequest) -> Letter:
    """We have the request; a mentor proposes times."""
    offer = request.offer
    return Letter(
        to=request.student.email,
        about=request,
        person=request.student,
        context={
            "name": request.student.short_name,
            "offer": offer.title,
            "summary": offer.summary,
            "wish": request.wish,
            "bring": offer.bring,
            "url": settings.SITE_URL + reverse("dashboard"),
        },
    )
