"""Forms, cut scores and item health in the navigation of staff."""

from certification.models import StandardSetting
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def _waiting(user: User) -> int:
    """Rounds in which this panellist has to rate."""
    return StandardSetting.objects.waiting_for(user).count()


panels.add_nav(
    panels.NavEntry(
        "staff",
        "Exam forms",
        url_name="certification:forms",
        icon="list",
        order=63,
        shown_to=lambda user: may_enter("certification desk", user.roles),
        covers="/items/blueprints/",
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Cut scores",
        url_name="certification:standards",
        icon="edit",
        order=64,
        shown_to=lambda user: may_enter("items", user.roles),
        count=_waiting,
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Item health",
        url_name="certification:health",
        icon="gantt",
        order=65,
        shown_to=lambda user: may_enter("certification desk", user.roles),
    )
)
