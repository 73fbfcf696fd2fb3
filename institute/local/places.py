"""Where the embedded services keep their state; everything is under one data directory."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from institute.local.errors import LocalError

LONGEST_SOCKET = 100  # bytes; systems allow 104 to 108
SOCKET_NAMES = (".s.PGSQL.5432", "valkey.sock")


@dataclass(frozen=True)
class Places:
    """The folders and files of one data directory."""

    data: Path

    @property
    def pgdata(self) -> Path:
        return self.data / "pgdata"

    @property
    def valkey(self) -> Path:
        return self.data / "valkey"

    @property
    def var(self) -> Path:
        return self.data / "var"

    @property
    def lock(self) -> Path:
        return self.var / "lock"

    @property
    def demo_loaded(self) -> Path:
        """Exists when this database holds the demo institute."""
        return self.data / "demo-loaded"

    @property
    def static_collected(self) -> Path:
        """Says which static files were collected."""
        return self.data / "static-collected"

    def log(self, name: str) -> Path:
        return self.var / f"{name}.log"

    @property
    def sockets(self) -> Path:
        """The folder of the unix sockets: in the data directory unless its path is too long."""
        near = self.var / "sockets"
        if fits(near):
            return near
        name = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        folder = f"tpm-institute-{os.geteuid()}-{name}"
        far = Path(tempfile.gettempdir()) / folder
        return far if fits(far) else Path("/tmp") / folder

    @property
    def postgres_socket(self) -> Path:
        return self.sockets / SOCKET_NAMES[0]

    @property
    def valkey_socket(self) -> Path:
        return self.sockets / SOCKET_NAMES[1]

    def make(self) -> None:
        """Create the folders; the sockets' folder is for their owner alone."""
        self.var.mkdir(parents=True, exist_ok=True)
        self.valkey.mkdir(mode=0o700, exist_ok=True)
        make_private(self.sockets)

    def tidy(self) -> None:
        """Leave nothing outside the data directory."""
        if not self.sockets.is_relative_to(self.data):
            shutil.rmtree(self.sockets, ignore_errors=True)


def places(data_dir: Path) -> Places:
    """The places of a data directory, given in any spelling."""
    return Places(Path(data_dir).resolve())


def fits(folder: Path) -> bool:
    """True when a socket in this folder has a path that the system accepts."""
    return max(len(os.fsencode(folder / name)) for name in SOCKET_NAMES) <= LONGEST_SOCKET


def make_private(folder: Path) -> None:
    """Create a folder only we can enter, or refuse one that someone else has put there."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in trusted_owners():
        raise LocalError(f"{folder} belongs to someone else: remove it, or set DATA_DIR.")
    folder.chmod(0o700)


def trusted_owners() -> set[int]:
    """Ourselves; and for root also `nobody`, who may run PostgreSQL for it."""
    from institute.local.account import nobody

    return {0, nobody().pw_uid} if os.geteuid() == 0 else {os.geteuid()}
