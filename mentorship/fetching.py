"""Reading an address that a stranger gave us, and nothing behind our own walls. Plain Python.

The name is looked up once; every address it has must be public, and the connection goes to the
address that was checked, so that a name cannot mean something else a moment later. Each redirect
is a new stranger. Time, size and number of redirects are bounded.
"""

import http.client
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SECONDS, MOST_BYTES, REDIRECTS, ADDRESSES = 10.0, 2 * 1024 * 1024, 3, 3
PORTS = {"http": 80, "https": 443}
AROUND_THE_WORLD = ip_network("2000::/3")
# Addresses that look public, to some versions of Python at least, and lead elsewhere: 6to4 and its
# relays, protocol assignments, documentation, a cloud's own services.
NOT_OUTSIDE = tuple(
    ip_network(each)
    for each in (
        *("192.0.0.0/24", "192.88.99.0/24", "168.63.129.16/32"),
        *("2001::/23", "2002::/16", "3fff::/20"),
    )
)

Allowed = Callable[[str, int], bool]


class UnreachableError(Exception):
    """The address was not read; says why, in words for the person who gave it."""


@dataclass(frozen=True)
class Answer:
    """What stands at an address; None when it has not changed since the tag was given."""

    body: bytes | None
    etag: str = ""


@dataclass(frozen=True)
class Target:
    """One request: where to, and what for."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}{self.path}"


def target_of(url: str) -> Target:
    """An address taken apart. Raises UnreachableError for one we do not read."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise UnreachableError("This is not an address of the web.") from None
    scheme = "https" if parts.scheme in ("webcal", "webcals") else parts.scheme
    if scheme not in PORTS or not host:
        raise UnreachableError("The address has to begin with https:// or webcal://.")
    if parts.username or parts.password:
        raise UnreachableError("Leave the name and the password out of the address.")
    return Target(scheme, host, port or PORTS[scheme], _path(parts))


def is_public(address: str, port: int) -> bool:
    """Whether an address lies on the open internet, at a port of the web."""
    ip = ip_address(address.partition("%")[0])
    if port not in PORTS.values() or any(ip in each for each in NOT_OUTSIDE):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and _is_plain(ip)


def fetch(url: str, *, etag: str = "", allowed: Allowed = is_public) -> Answer:
    """Read an address, unless it still has the tag. Raises UnreachableError."""
    target = target_of(url)
    with _clock() as clock:
        for _ in range(REDIRECTS + 1):
            found = _ask(target, etag, allowed, clock)
            if isinstance(found, Answer):
                return found
            target = _next(target, found)
    raise UnreachableError("The address leads on and on to others.")


class _Clock:
    """The time there is. When it is up the connections are cut, however slowly a server talks."""

    def __init__(self) -> None:
        self.is_late = False
        self._connections: list[socket.socket] = []

    def watch(self, connection: socket.socket) -> None:
        self._connections.append(connection)

    def strike(self) -> None:
        self.is_late = True
        for connection in self._connections:
            with suppress(OSError):
                socket.socket.shutdown(connection, socket.SHUT_RDWR)  # without a word of TLS

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


@contextmanager
def _clock() -> Iterator[_Clock]:
    clock = _Clock()
    timer = Timer(SECONDS, clock.strike)
    timer.daemon = True
    timer.start()
    try:
        yield clock
        if clock.is_late:  # what was read until then may be half of it
            raise TimeoutError
    except (OSError, http.client.HTTPException) as error:
        raise UnreachableError(_words(error, is_late=clock.is_late)) from error
    finally:
        timer.cancel()
        clock.close()


def _words(error: Exception, *, is_late: bool) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "The certificate of the address is not valid."
    if is_late or isinstance(error, TimeoutError):
        return f"The address did not answer within {SECONDS:.0f} seconds."
    return "The address did not answer, or broke off."


def _ask(target: Target, etag: str, allowed: Allowed, clock: _Clock) -> Answer | str:
    """One request: the answer, or where it leads."""
    wire = _Pinned(target, _checked(target, allowed), clock)
    headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "TPM-Institute-calendar/1"}
    wire.request("GET", target.path, headers=headers | ({"If-None-Match": etag} if etag else {}))
    response = wire.getresponse()
    leads_to = response.getheader("Location")
    if response.status in (301, 302, 303, 307, 308) and leads_to:
        return leads_to
    if response.status == 304 and etag:
        return Answer(None, etag)
    return _read(response)


def _read(response: http.client.HTTPResponse) -> Answer:
    if response.status in (401, 403, 404, 410):
        raise UnreachableError(
            f"There is no calendar at this address any more, or it is private ({response.status})."
        )
    if response.status != 200:
        raise UnreachableError(f"The address answers with an error ({response.status}).")
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise UnreachableError("The address sends what we did not ask for.")
    body = response.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise UnreachableError("The calendar is larger than 2 MB.")
    return Answer(body, response.getheader("ETag", "")[:200])


def _next(target: Target, leads_to: str) -> Target:
    found = target_of(urljoin(target.url, leads_to))
    if target.scheme == "https" and found.scheme != "https":
        raise UnreachableError("The address leads to one that is not encrypted.")
    return found


def _checked(target: Target, allowed: Allowed) -> list[str]:
    """The addresses of a host, all of them allowed."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise UnreachableError(f"There is no {target.host} on the internet.") from None
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not addresses or not all(allowed(each, target.port) for each in addresses):
        raise UnreachableError("The address does not lie on the open internet.")
    return addresses[:ADDRESSES]


def _path(parts: SplitResult) -> str:
    query = f"?{parts.query}" if parts.query else ""
    return quote((parts.path or "/") + query, safe="/%:@!$&'()*+,;=~-._?")


def _is_plain(ip: IPv4Address | IPv6Address) -> bool:
    """No IPv4 address in disguise: mapped, compatible and NAT64 ones lie outside 2000::/3."""
    return isinstance(ip, IPv4Address) or ip in AROUND_THE_WORLD


class _Pinned(http.client.HTTPConnection):
    """A connection to addresses that were checked, under the name that was asked for."""

    def __init__(self, target: Target, addresses: list[str], clock: _Clock) -> None:
        super().__init__(target.host, target.port, timeout=SECONDS)
        self._target, self._addresses, self._clock = target, addresses, clock
        self.default_port = PORTS[target.scheme]  # left out of the Host header

    def connect(self) -> None:
        """Connect to the first address that answers; none is looked up again."""
        self.sock = self._open()
        if self._target.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self._target.host, do_handshake_on_connect=False
            )
        self._clock.watch(self.sock)
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def _open(self) -> socket.socket:
        last: OSError = OSError("no address")
        for address in self._addresses:
            try:
                return socket.create_connection(
                    (address, self._target.port), timeout=SECONDS / len(self._addresses)
                )
            except OSError as error:
                last = error
        raise last
