"""The cache may be away; a page that only reads must not notice."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
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


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, where an unreachable server is a miss."""

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

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is kept, or the caller's default when there is nothing or nobody to ask."""
        return _or(default=lambda: default)(RedisCache.get)(self, key, default, version)
