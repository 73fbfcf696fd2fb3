"""What can go wrong on this machine, each in one line for the person at the terminal."""


class LocalError(Exception):
    """The local institute cannot start or go on; the message says why and what to do."""


class AlreadyRunning(LocalError):  # noqa: N818
    """Another process owns this data directory."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"already running (pid {pid})")
        self.pid = pid
