"""The marking desk: a script saved, the next one already in the browser, one marker at work.

What is timed is the save: the POST whose answer lets the browser paint the script it read ahead.
The paint itself is measured in a browser by `tests/browser/test_marking.py`.
"""

import http.client
import itertools
import re
import secrets
import statistics
import time
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings

from certification.operations.allocating import take_next
from certification.operations.handing_over import hand_over
from institute.accounts.models import User
from tests import certifying, make
from tests.bench.enrolling import TOKEN, signed_in
from tests.certification.markers import answered, examiner

SCRIPTS = 60
NEXT = re.compile(r'data-marking-next[^>]*href="([^"]+)"|data-next="([^"]+)"')


def prepare(scripts: int = SCRIPTS) -> tuple[dict[str, str], str]:
    """Papers to mark; the headers of a marker and the address of their first script."""
    # A bench may be run again on the database it left: names must not come back.
    certifying._numbers = itertools.count(secrets.randbelow(9_000_000))
    make._numbers = itertools.count(secrets.randbelow(2**40))
    form = certifying.form("essay")
    for _ in range(scripts):
        hand_over(attempt=answered(paper=form))
    marker: User = examiner()
    Authenticator.objects.get_or_create(user=marker, type=Authenticator.Type.TOTP, data={})
    version = form.items.get().version
    task = take_next(marker=marker, version=version)
    assert task
    cookies = f"{settings.SESSION_COOKIE_NAME}={signed_in(marker)}; csrftoken={TOKEN}"
    headers = {"Cookie": cookies, "X-CSRFToken": TOKEN}
    return headers, task.get_absolute_url()


def measure(base: str, headers: dict[str, str], first: str) -> dict[str, float]:
    """Milliseconds of each save over one connection, and of each page read ahead."""
    server = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    here, following = first, _next(_asked(server, "GET", first, headers))
    saves, pages = [], []
    while following.count("-") == 4:
        began = time.perf_counter()
        _asked(server, "GET", following, headers | {"X-Preload": "1"})
        pages.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        said = _asked(server, "POST", here, headers | {"X-Preloaded": following})
        saves.append((time.perf_counter() - began) * 1000)
        here, following = following, _next(said)
    server.close()
    return {
        "saves": len(saves),
        "save_median_ms": round(statistics.median(saves), 1),
        "save_p95_ms": round(statistics.quantiles(saves, n=20)[-1], 1),
        "page_median_ms": round(statistics.median(pages), 1),
    }


def _asked(
    server: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str]
) -> str:
    form = {"read": 0, "seconds": 90, "level-path": 2, "level-tone": 2}
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if method == "POST" else {}
    server.request(method, path, urlencode(form) if kind else None, headers | kind)
    answer = server.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"{method} {path} was answered with {answer.status}.")
    return text


def _next(html: str) -> str:
    found = NEXT.search(html)
    assert found
    return found[1] or found[2]
