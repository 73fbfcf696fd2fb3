"""An address somebody gave us is read, and nothing behind our own walls."""

import datetime as dt
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mentorship import fetching
from mentorship.fetching import Answer, UnreachableError, fetch, is_public, target_of

INSIDE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.5", "192.168.1.1", "0.0.0.0",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1",
    "203.0.113.9", "224.0.0.1", "255.255.255.255", "240.0.0.1", "168.63.129.16", "192.88.99.1",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::808:808", "64:ff9b:1::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254",
    "fec0::1", "ff02::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "3fff::1", "100::1",
]  # fmt: skip
OUTSIDE = ["8.8.8.8", "142.250.65.78", "2607:f8b0:400b:80f::200e", "2a00:1450:4001::200e"]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_the_open_internet_is_refused(address: str) -> None:
    assert not is_public(address, 443)


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_open_internet_is_read_at_the_ports_of_the_web(address: str) -> None:
    assert is_public(address, 443)
    assert is_public(address, 80)
    assert not is_public(address, 22)
    assert not is_public(address, 5432)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("ftp://example.com/a.ics", "has to begin with https://"),
        ("file:///etc/passwd", "has to begin with https://"),
        ("javascript:alert(1)", "has to begin with https://"),
        ("https://", "has to begin with https://"),
        ("https://me:secret@example.com/a.ics", "Leave the name and the password out"),
        ("https://example.com:99999/", "not an address of the web"),
        ("https://[::1/", "not an address of the web"),
        (f"https://{'a' * 80}.com/", "not an address of the web"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, says: str) -> None:
    with pytest.raises(UnreachableError, match=says):
        target_of(url)


def test_webcal_is_https_and_odd_letters_are_written_as_the_web_does() -> None:
    found = target_of(" webcal://bücher.example/cal é?a=1&b=%20 ")
    assert found.url == "https://xn--bcher-kva.example:443/cal%20%C3%A9?a=1&b=%20"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_every_spelling_of_our_own_machine_is_refused(host: str) -> None:
    with pytest.raises(UnreachableError, match=r"does not lie on the open internet|There is no"):
        fetch(f"http://{host}/a.ics")


def test_one_private_address_among_public_ones_is_enough_to_refuse(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolving("8.8.8.8", "10.0.0.1"))
    with pytest.raises(UnreachableError, match="does not lie on the open internet"):
        fetch("https://calendar.example/a.ics")


def resolving(*addresses: str) -> Callable[..., list[object]]:
    """A name server that knows only these."""
    return lambda host, port, **_: [(0, 0, 0, "", (each, port)) for each in addresses]


def refused(words: str) -> "pytest.RaisesExc[UnreachableError]":
    return pytest.raises(UnreachableError, match=words)


Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def serving(reply: Reply) -> Iterator[str]:
    """A real server on this machine; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):  # the reader may hang up
                reply(self)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def saying(body: bytes, status: int = 200, **headers: str) -> Reply:
    def reply(to: BaseHTTPRequestHandler) -> None:
        to.send_response(status)
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(body)

    return reply


def here(address: str, port: int) -> bool:
    return address == "127.0.0.1"


def test_a_calendar_is_read_with_its_tag() -> None:
    with serving(saying(b"BEGIN", ETag='"7"')) as url:
        assert fetch(url, allowed=here) == Answer(b"BEGIN", '"7"')


def test_a_calendar_that_has_not_changed_is_not_sent_again() -> None:
    def reply(to: BaseHTTPRequestHandler) -> None:
        saying(b"", 304 if to.headers["If-None-Match"] == '"7"' else 500)(to)

    with serving(reply) as url:
        assert fetch(url, etag='"7"', allowed=here) == Answer(None, '"7"')


def test_the_connection_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that means something else the second time it is looked up gets no second time."""
    looked_up: list[str] = []
    with serving(saying(b"ok")) as url:
        port = int(url.rpartition(":")[2])

        def rebinding(host: str, *_: object, **__: object) -> list[object]:
            looked_up.append(host)
            address = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        real = socket.getaddrinfo

        def names(host: str, *rest: object, **more: object) -> object:
            is_name = not host[0].isdigit()
            return rebinding(host) if is_name else real(host, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(socket, "getaddrinfo", names)
        assert fetch(f"http://calendar.example:{port}/", allowed=here).body == b"ok"
    assert looked_up == ["calendar.example"]


def test_three_redirects_are_followed_and_each_is_checked_again() -> None:
    asked: list[str] = []

    def reply(to: BaseHTTPRequestHandler) -> None:
        asked.append(to.path)
        step = int(to.path.strip("/") or 0)
        saying(b"here", 200 if step == 3 else 302, Location=f"/{step + 1}")(to)

    with serving(reply) as url:
        assert fetch(url, allowed=here).body == b"here"
    assert asked == ["/", "/1", "/2", "/3"]


def test_a_redirect_to_our_own_walls_is_refused() -> None:
    with (
        serving(saying(b"", 302, Location="http://169.254.169.254/latest/meta-data/")) as url,
        refused("does not lie on the open internet"),
    ):
        fetch(url, allowed=here)


def test_an_address_that_leads_on_and_on_is_given_up() -> None:
    with serving(saying(b"", 302, Location="/again")) as url, refused("leads on and on"):
        fetch(url, allowed=here)


def test_an_encrypted_address_does_not_lead_to_an_open_one() -> None:
    with pytest.raises(UnreachableError, match="not encrypted"):
        fetching._next(target_of("https://one.example/"), "http://one.example/")


def test_a_calendar_over_two_megabytes_is_refused() -> None:
    with serving(saying(b"x" * (fetching.MOST_BYTES + 1))) as url, refused("larger than 2 MB"):
        fetch(url, allowed=here)


def test_what_is_packed_is_not_unpacked() -> None:
    with serving(saying(b"", Content_Encoding="gzip")) as url, refused("what we did not ask for"):
        fetch(url, allowed=here)


@pytest.mark.parametrize(("status", "says"), [(404, "private"), (403, "private"), (500, "error")])
def test_an_error_of_the_other_side_is_said(status: int, says: str) -> None:
    with serving(saying(b"", status)) as url, pytest.raises(UnreachableError, match=says):
        fetch(url, allowed=here)


@pytest.mark.parametrize("is_talking", [True, False])
def test_a_server_that_dawdles_is_cut_off(
    is_talking: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A byte now and then keeps a connection alive, but not beyond all the time there is."""
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    over = threading.Event()

    def reply(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.1 200 OK\r\n" if is_talking else b"")
        while not over.wait(0.1):
            to.wfile.write(b"X" if is_talking else b"")
            to.wfile.flush()

    began = dt.datetime.now(dt.UTC)
    with serving(reply) as url, refused("did not answer within"):
        fetch(url, allowed=here)
        over.set()
    assert dt.datetime.now(dt.UTC) - began < dt.timedelta(seconds=5)


def test_a_name_nobody_has_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(UnreachableError, match=r"There is no nowhere.example on the internet"):
        fetch("https://nowhere.example/a.ics")


def test_a_door_that_is_shut_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(UnreachableError, match="did not answer, or broke off"):
        fetch(f"http://127.0.0.1:{port}/", allowed=here)
