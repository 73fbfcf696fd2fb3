"""The addresses of the embedded services, and the folder their sockets live in."""

import stat
from pathlib import Path

import environ
import pytest
import redis

from institute.local.environment import embedded
from institute.local.errors import LocalError
from institute.local.places import LONGEST_SOCKET, make_private, places


@pytest.mark.parametrize("name", ["data", "with space", "per%cent", "ques?tion#mark", "Émile"])
def test_addresses_lead_to_the_sockets_whatever_the_folder_is_called(name: str) -> None:
    data = Path("/srv") / name
    addresses = embedded(data, valkey_db=3)

    database = environ.Env.db_url_config(addresses.database_url)
    cache = redis.Redis.from_url(addresses.redis_url).connection_pool.connection_kwargs

    assert database["OPTIONS"]["host"] == str(data / "var" / "sockets")
    assert database["USER"] == database["NAME"] == "institute"
    assert cache["path"] == str(data / "var" / "sockets" / "valkey.sock")
    assert cache["db"] == 3


def test_any_spelling_of_a_folder_has_the_same_addresses(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)

    assert embedded(tmp_path / "link" / ".." / "x") == embedded(tmp_path.parent / "x")


def test_a_deep_folder_has_its_sockets_in_a_private_one_elsewhere() -> None:
    deep = places(Path("/srv") / ("deep/" * 30))

    assert not deep.sockets.is_relative_to(deep.data)
    assert len(str(deep.postgres_socket)) <= LONGEST_SOCKET
    assert deep.sockets == places(deep.data).sockets
    assert deep.sockets != places(deep.data / "er").sockets


def test_sockets_are_for_their_owner_alone(tmp_path: Path) -> None:
    here = places(tmp_path)
    here.make()

    assert stat.S_IMODE(here.sockets.stat().st_mode) == 0o700


def test_folder_that_someone_else_put_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")

    with pytest.raises(LocalError, match="belongs to someone else"):
        make_private(tmp_path / "ours")
