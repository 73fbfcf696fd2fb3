"""People who ask: half of them known to us, every one from a place of their own."""

import http.client
import urllib.parse
import uuid

from enquiries.models import ContactPoint, Person, PointKind
from tests.bench.load import Burst, in_parallel


def ask(base: str, questions: int) -> Burst:
    """So many questions, a POST each, as a form without scripts sends it."""
    run = uuid.uuid4().hex[:8]
    _introduce([_address(run, number) for number in range(0, questions, 2)])

    def send(connection: http.client.HTTPConnection, number: int) -> bool:
        form = {"name": "Bench Mark", "contact": _address(run, number), "question": "Which one?"}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            # The throttle counts by place; the server trusts one proxy.
            "X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}",
        }
        connection.request("POST", "/enquire/", urllib.parse.urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status == 302

    return in_parallel(base, send, at_most=questions)


def _address(run: str, number: int) -> str:
    return f"bench-{run}-{number}@example.com"


def _introduce(addresses: list[str]) -> None:
    """Make these people known."""
    people = Person.objects.bulk_create(
        [Person(name="Bench Mark", is_demo=True) for _ in addresses]
    )
    ContactPoint.objects.bulk_create(
        ContactPoint(person=person, kind=PointKind.EMAIL, raw=address, normalised=address)
        for person, address in zip(people, addresses, strict=True)
    )
