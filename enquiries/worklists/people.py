"""Who works on enquiries."""

from django.db.models import QuerySet

from institute.accounts.models import User
from institute.accounts.roles import MAY_ENTER, Role


def colleagues() -> "QuerySet[User]":
    """Everybody an enquiry may be given to, by name."""
    roles = [str(role) for role in MAY_ENTER["enquiries"]]
    return _in(roles)


def at_the_desk() -> "QuerySet[User]":
    """Who takes turns."""
    return _in([Role.DESK.value])


def _in(roles: list[str]) -> "QuerySet[User]":
    found = User.objects.filter(is_active=True, groups__name__in=roles)
    return found.order_by("display_name", "email").distinct()
