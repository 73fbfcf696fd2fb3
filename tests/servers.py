"""The real web server against the test's own database, and visitors who already signed in."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from importlib import import_module
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from institute.accounts.models import User


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took in seconds."""

    status: int
    location: str
    body: str
    seconds: float


def database_url() -> str:
    """The address of the database this test uses."""
    known = connection.settings_dict
    options = known.get("OPTIONS") or {}
    host = options.get("host") or known["HOST"]
    login = quote(known["USER"] or "")
    if known["PASSWORD"]:
        login += ":" + quote(known["PASSWORD"])
    if str(host).startswith("/"):
        return f"postgres://{login}@/{known['NAME']}?host={quote(str(host))}"
    return f"postgres://{login}@{host}:{known['PORT'] or 5432}/{known['NAME']}"


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server(*, workers: int = 2, module: str = "tests.wsgi") -> Iterator[int]:
    """Run granian with `workers` processes; yields the port. Everything is gone afterwards."""
    port = free_port()
    environment = os.environ | {"DATABASE_URL": database_url()}
    environment["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(workers), "--workers-kill-timeout", "5"]
    command += ["--blocking-threads", "2", "--backpressure", "64", "--no-ws"]
    command += ["--log-level", "error", f"{module}:application"]
    server = subprocess.Popen(
        command,
        env=environment,
        start_new_session=True,
    )
    try:
        _wait(port, server)
        yield port
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        say_goodbye()


def say_goodbye() -> None:
    """End the connections the killed server left, so that the test database can be dropped."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        for _ in range(100):
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            if not cursor.fetchall():
                return
            time.sleep(0.05)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, "The server stopped before it answered."
        try:
            if ask(port, "GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    msg = "The server did not answer within a minute."
    raise AssertionError(msg)


def signed_in(user: User) -> str:
    """The Cookie header of a session for this person."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return f"{settings.SESSION_COOKIE_NAME}={store.session_key}"


def ask(
    port: int, method: str, path: str, *, cookie: str = "", form: dict[str, str] | None = None
) -> Answer:
    """One request on a connection of its own; a form is posted with a matching CSRF token."""
    headers = {"Host": "testserver", "Cookie": cookie}
    body = None
    if form is not None:
        token = secrets.token_hex(16)
        headers["Cookie"] += f"; csrftoken={token}"
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urlencode(form | {"csrfmiddlewaretoken": token})
    began = time.perf_counter()
    link = HTTPConnection("127.0.0.1", port, timeout=60)
    link.request(method, path, body, headers)
    response = link.getresponse()
    text = response.read().decode(errors="replace")
    link.close()
    took = time.perf_counter() - began
    return Answer(response.status, response.headers.get("Location") or "", text, took)
