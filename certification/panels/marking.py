"""What marking contributes: a line of navigation with what waits."""

from certification.marking_queue.desk import count_for
from institute import panels
from institute.accounts.roles import may_enter

panels.add_nav(
    panels.NavEntry(
        "staff",
        "Marking",
        url_name="certification:marking",
        icon="edit",
        order=46,
        shown_to=lambda user: may_enter("marking", user.roles),
        count=count_for,
    )
)
