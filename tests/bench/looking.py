"""The desk's lookup among a hundred thousand people, a request for every key pressed."""

import http.client
import statistics
import time
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection

from enquiries.demo.scale import add_people
from enquiries.models import Person
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make
from tests.bench.enrolling import signed_in
from tests.bench.load import Burst, in_parallel

DESK = "bench-desk@example.com"
# Common names, the middles of names, nobody's; area codes, last digits, whole numbers.
SAID = (
    *("anna smith", "maria tremblay", "marc", "o'brien", "côté", "cote", "zofia quill", "annesley"),
    *("ina", "rie", "lopez", "zzz", "annette.roy", "scale"),
    *("416 555 0142", "0142", "142", "905 555", "604-555-1234", "+1 (437) 555-9000", "4160000000"),
)
KEYS = tuple(word[:length] for word in SAID for length in range(3, len(word) + 1))


def prepare(people: int) -> dict[str, str]:
    """That many people to find; the headers of somebody at the desk with a second factor."""
    missing = people - Person.objects.count()
    if missing > 0:
        add_people(missing)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE enquiries_person, enquiries_contactpoint")
    someone = User.objects.filter(email=DESK).first() or make.staff(Role.DESK, email=DESK)
    Authenticator.objects.get_or_create(user=someone, type=Authenticator.Type.TOTP, data={})
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={signed_in(someone)}"}


def alone(base: str, headers: dict[str, str], rounds: int = 5) -> dict[str, float]:
    """Milliseconds from key to answer over one connection with nobody else about."""
    ask = _asking(headers)
    server = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    taken: dict[int, list[float]] = {key: [] for key in range(len(KEYS))}
    for number in range(len(KEYS) * (rounds + 1)):
        began = time.perf_counter()
        if not ask(server, number):
            raise RuntimeError(f"The lookup of {KEYS[number % len(KEYS)]!r} was not answered.")
        if number >= len(KEYS):  # the first round warms up
            taken[number % len(KEYS)].append((time.perf_counter() - began) * 1000)
    server.close()
    every = [each for times in taken.values() for each in times]
    return {
        "median_ms": round(statistics.median(every), 2),
        "p95_ms": round(statistics.quantiles(every, n=20)[-1], 2),
        # The fastest of the rounds for each key: what a busy machine hides.
        "median_of_fastest_ms": round(statistics.median(map(min, taken.values())), 2),
        "slowest_of_fastest_ms": round(max(map(min, taken.values())), 2),
        "keys": len(every),
    }


def way_there_and_back(base: str, rounds: int = 400) -> float:
    """Median milliseconds of a bare view over one connection: what is not the server's work."""
    server = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        server.request("GET", "/")
        server.getresponse().read()
        taken.append((time.perf_counter() - began) * 1000)
    server.close()
    return round(statistics.median(taken), 2)


def together(base: str, headers: dict[str, str], seconds: float) -> Burst:
    """As many keys as can be answered over 16 connections."""
    return in_parallel(base, _asking(headers), seconds=seconds)


def _asking(headers: dict[str, str]) -> Callable[[http.client.HTTPConnection, int], bool]:
    def ask(server: http.client.HTTPConnection, number: int) -> bool:
        server.request("GET", f"/desk/lookup/?q={quote(KEYS[number % len(KEYS)])}", headers=headers)
        answer = server.getresponse()
        answer.read()
        return answer.status == 200

    return ask
