"""Finding the student somebody speaks of, by a name or an address."""

from django.db.models import Q, QuerySet

from institute.accounts.models import User
from institute.accounts.roles import Role

SHORTEST = 2


def students(words: str) -> QuerySet[User]:
    """Active students whose name or email holds every word; nobody for a single letter."""
    typed = words.replace("\0", " ").split()
    found = User.objects.filter(is_active=True, groups__name=Role.STUDENT)
    if len("".join(typed)) < SHORTEST:
        return found.none()
    for word in typed:
        names = Q(display_name__icontains=word) | Q(legal_name__icontains=word)
        found = found.filter(names | Q(email__icontains=word))
    return found.order_by("display_name", "email")
