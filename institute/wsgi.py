"""The application the web server calls."""

import ctypes
import gc
import os
from contextlib import suppress

from django.core.cache import cache
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "institute.settings")
application = get_wsgi_application()


def warm_up() -> None:
    """Read now what the first visitor would wait for, and give back what reading left over."""
    _ = get_resolver().url_patterns
    cache.get("warm")
    gc.collect()
    gc.freeze()
    with suppress(OSError, AttributeError):  # glibc keeps freed memory until it is asked
        ctypes.CDLL("libc.so.6").malloc_trim(0)


warm_up()
