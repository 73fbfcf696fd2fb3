"""The cache may be away; a page that only reads must not notice."""

import logging
from collections.abc import Callable, Collection
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def _or(default: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Answer `default` when the server cannot be reached."""

    def wrap(method: Callable[..., Any]) -> Callable[..., Any]:
        def forgiving(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except RedisError as error:
                log.warning("Cache away: %s", error)
                return default() if callable(default) else default

        return forgiving

    return wrap


class KeptClient(RedisCacheClient):
    """Django makes a client for every call, which costs more than the call; ours is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[int, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        """The client of the server that reads, or writes."""
        index: int = self._get_connection_pool_index(write)  # type: ignore[attr-defined]
        if index not in self._kept:
            self._kept[index] = super().get_client(key, write=write)
        return self._kept[index]


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, where an unreachable server is a miss."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptClient

    def validate_key(self, key: str) -> None:
        """Any key will do: the rules Django checks for are memcached's."""

    add = _or(default=True)(RedisCache.add)
    set = _or(default=None)(RedisCache.set)
    touch = _or(default=False)(RedisCache.touch)
    delete = _or(default=False)(RedisCache.delete)
    get_many = _or(default=dict)(RedisCache.get_many)
    set_many = _or(default=list)(RedisCache.set_many)
    delete_many = _or(default=None)(RedisCache.delete_many)
    has_key = _or(default=False)(RedisCache.has_key)
    incr = _or(default=1)(RedisCache.incr)
    clear = _or(default=False)(RedisCache.clear)

    @_or(default=dict)
    def count_distinct(self, what: Collection[str], member: str, seconds: int) -> dict[str, int]:
        """How many different members each was counted with, this one too, in so many seconds.

        One round trip; empty while the server is away.
        """
        pipe = self._cache.get_client(None, write=True).pipeline(transaction=False)
        for key in map(self.make_key, what):
            pipe.sadd(key, member)
            pipe.expire(key, seconds, nx=True)
            pipe.scard(key)
        return dict(zip(what, pipe.execute()[2::3], strict=True))

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept, or the caller's default when there is nothing or nobody to ask."""
        return _or(default=lambda: default)(RedisCache.get)(self, key, default, version)
