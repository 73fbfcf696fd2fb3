"""When each signed-in browser was last here, at the price of one write in ten minutes."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from institute.accounts.models import User

EVERY = 10 * 60  # seconds
MOST_KEPT = 10_000


class SessionActivity:
    """Keep the list at /accounts/sessions/ fresh enough to recognize a stranger."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.quiet_until: dict[str, float] = {}  # spares the cache a question on every page

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        key = request.session.session_key
        if key and isinstance(request.user, User) and self._is_due(key):
            UserSession.objects.filter(session_key=key).update(
                last_seen_at=timezone.now(), ip=get_adapter().get_client_ip(request)
            )
        return self.get_response(request)

    def _is_due(self, key: str) -> bool:
        """Whether no process wrote this session down in the last ten minutes."""
        now = time.monotonic()
        if self.quiet_until.get(key, 0) > now:
            return False
        if len(self.quiet_until) >= MOST_KEPT:
            self.quiet_until.clear()
        self.quiet_until[key] = now + EVERY
        return cache.add(f"seen:{key}", True, EVERY)
