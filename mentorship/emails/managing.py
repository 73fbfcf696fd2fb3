"""What managers hear about the diaries."""

import datetime as dt

from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from mentorship.wording import address

A_DAY = dt.timedelta(days=1)


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why="You get this because you manage mentoring at TPM Institute.",
)
def clocks_disagree(manager: User, *, on: dt.date, sessions: list[dict[str, str]]) -> Letter:
    """Sessions whose hour no longer reads as it was agreed; one list a day while there are any."""
    return Letter(
        to=manager.email,
        person=manager,
        about=manager,
        sequence=on.toordinal(),
        context={
            "name": manager.short_name,
            "sessions": sessions,
            "number": len(sessions),
            "mentoring_url": address("mentorship:mentoring"),
        },
        not_after=dt.datetime.combine(on, dt.time(), dt.UTC) + 2 * A_DAY,
    )
