"""What the item bank contributes: a line of navigation, with what waits for a review."""

from certification.models import Item, ItemStatus
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def waiting(user: User) -> int:
    """Items in review that this person did not write."""
    return Item.objects.filter(status=ItemStatus.REVIEW).exclude(author=user).count()


panels.add_nav(
    panels.NavEntry(
        "staff",
        "Items",
        url_name="certification:items",
        icon="list",
        order=44,
        shown_to=lambda user: may_enter("items", user.roles),
        count=waiting,
    )
)
