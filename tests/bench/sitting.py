"""Candidates at their desks: a page of a question, and an answer saved, as the script sends it."""

import http.client
import itertools
import random
import urllib.parse
import uuid

from django.conf import settings

from institute.accounts.models import User
from tests import certifying, make
from tests.bench.enrolling import TOKEN, signed_in
from tests.bench.load import Ask, Burst, in_parallel

CANDIDATES, QUESTIONS = 60, 24
KINDS = ("single", "multiple", "numeric", "ordering", "matching", "short", "essay", "essay")
ANSWER = "Short answer: no, not yet. The ship date holds. " * 6
Desk = tuple[str, str]  # the address of an attempt, and its candidate's cookie
_counts = itertools.count(1)


def desks(number: int = CANDIDATES) -> list[Desk]:
    """So many people who sit one form of 24 questions, each in a browser of their own."""
    made_up = itertools.count(random.randrange(10**6, 9 * 10**6))  # an earlier run took the first
    certifying._numbers = make._numbers = made_up
    form = certifying.form(*(KINDS * 3), title="Measured")
    people = [_person(each) for each in range(number)]
    attempts = [certifying.attempt(form, one) for one in people]
    return [(one.get_absolute_url(), signed_in(one.candidate)) for one in attempts]


def read(base: str, at: list[Desk], seconds: float) -> Burst:
    """Everybody turns pages."""

    def ask(connection: http.client.HTTPConnection, number: int) -> bool:
        address, cookie = at[number % len(at)]
        position = number // len(at) % QUESTIONS + 1
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
        connection.request("GET", f"{address}q/{position}/", headers=headers)
        answer = connection.getresponse()
        return b"exam__h" in answer.read() and answer.status == 200

    return in_parallel(base, ask, seconds=seconds)


def save(base: str, at: list[Desk], seconds: float) -> Burst:
    """Everybody types into a case of theirs; every packet is newer than the last."""
    return in_parallel(base, _saving(at), seconds=seconds)


def _saving(at: list[Desk]) -> Ask:
    position = KINDS.index("essay") + 1

    def ask(connection: http.client.HTTPConnection, number: int) -> bool:
        address, cookie = at[number % len(at)]
        form = {"text": f"{ANSWER} {number}", "seq": next(_counts), "seconds": 9, "tab": "one"}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        path = f"{address}q/{position}/answer/"
        connection.request("POST", path, urllib.parse.urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status in (200, 409)  # two of one candidate may overtake each other

    return ask


def _person(number: int) -> User:
    """Somebody new in each run, who has nothing open."""
    email = f"sitter-{uuid.uuid4().hex[:12]}-{number}@example.com"
    return User.objects.create(email=email, display_name="Bench Mark")
