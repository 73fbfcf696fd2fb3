"""The addresses of the embedded services, as the settings need them."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from institute.local.places import places


@dataclass(frozen=True)
class Environment:
    """What `DATABASE_URL` and `REDIS_URL` would be for the services of one data directory."""

    database_url: str
    redis_url: str


def embedded(data_dir: Path, *, valkey_db: int = 0) -> Environment:
    """The addresses for this data directory, whether the services run or not."""
    here = places(data_dir)
    return Environment(
        database_url=f"postgres://institute@/institute?host={quote(str(here.sockets))}",
        redis_url=f"unix://{quote(str(here.valkey_socket))}?db={valkey_db}",
    )
