"""Who may sign in at all."""

from functools import lru_cache

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from institute.accounts.models import User


def may_sign_in(user: User) -> bool:
    """Whether the account is open here: switched-off ones are not, nor demo people elsewhere."""
    return user.is_active and (settings.DEMO_ALLOWED or not user.is_demo)


class EmailBackend(AuthenticationBackend):
    """Sign in by email and password; also asked again on every request of a session."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session with their roles: one query on every page."""
        user = next(iter(User.objects.raw(_one_person(), [user_id])), None)
        return user if self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User | AnonymousUser | None) -> bool:
        """Refuse the accounts that are closed here."""
        return isinstance(user, User) and may_sign_in(user)


@lru_cache(1)
def _one_person() -> str:
    """The SQL of one person with roles. Building it anew took four times as long as asking."""
    return User.objects.with_roles().filter(pk=0).query.sql_with_params()[0]
