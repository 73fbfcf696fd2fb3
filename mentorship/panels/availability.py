"""The way to a mentor's own hours, in the rail of the staff."""

from institute import panels
from institute.accounts.roles import may_enter

panels.add_nav(
    panels.NavEntry(
        "staff",
        "Availability",
        url_name="mentorship:availability",
        icon="calendar",
        order=43,
        shown_to=lambda user: may_enter("mentoring", user.roles),
    )
)
