"""How often a page asks the database."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries(client: Client, address: str) -> int:
    """The number of statements behind one answer."""
    with CaptureQueriesContext(connection) as asked_for:
        answer = client.get(address)
        assert answer.status_code == 200, answer.status_code
        b"".join(answer)
    return len(asked_for)
