"""`manage.py up`: the whole institute on this machine, for as long as this process lives."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from institute.local import programs, service, services, statics, welcome
from institute.local.child import Child, adopted
from institute.local.errors import LocalError
from institute.local.guard import Guard, Popen, marked
from institute.local.output import Output, say
from institute.local.places import places

HOST = "127.0.0.1"
TICK = 0.2  # seconds
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone asked us to stop."""


@dataclass(frozen=True)
class Options:
    """What to run, and where."""

    data_dir: Path
    port: int
    demo: bool
    collect_static: bool = True
    with_parent: bool = False


def up(options: Options) -> None:
    """Run until asked to stop. Raises LocalError when it cannot start or go on."""
    with stopping_on_signals():
        guard = Guard(places(options.data_dir))
        supervisor = Supervisor(guard, options)
        try:
            supervisor.run()
        finally:
            ignore_signals()
            supervisor.stop()


class Supervisor:
    """Starts everything in order and keeps it alive."""

    def __init__(self, guard: Guard, options: Options) -> None:
        self.guard = guard
        self.options = options
        self.output = Output()
        self.children: list[Child] = []
        self.address = f"http://{HOST}:{options.port}"
        self.parent = os.getppid()
        self.began = False

    def run(self) -> None:
        require_free_port(self.options.port)
        self.began = True
        files = self.begin_collecting()
        say("Starting PostgreSQL and Valkey")
        self.start_services()
        self.prepare_data()
        self.finish_collecting(files)
        self.start_programs()
        self.keep_alive()

    def begin_collecting(self) -> Popen | None:
        """Static files need no database: they are compressed while it starts."""
        if not self.options.collect_static or statics.are_collected(self.guard.places):
            return None
        say("Collecting static files")
        return self.begin("collectstatic", "--noinput", "--clear", "--verbosity", "0")

    def finish_collecting(self, files: Popen | None) -> None:
        if files:
            self.finish("collectstatic", files)
            statics.remember(self.guard.places)

    def start_services(self) -> None:
        for each in services.needed(self.guard):
            process = service.start(self.guard, each)
            launch = partial(service.launch, self.guard, each)
            self.children.append(adopted(each.name, launch, process))

    def prepare_data(self) -> None:
        """What must be in place before the first request: tables, and once the demo."""
        say("Bringing the tables up to date")
        self.finish("migrate", self.begin("migrate", "--noinput", "--verbosity", "0"))
        loaded = self.guard.places.demo_loaded
        if self.options.demo and not loaded.exists():
            say("Loading the demo institute, once")
            self.finish("seed_demo", self.begin("seed_demo"))
            loaded.touch()

    def begin(self, *command: str) -> Popen:
        """Start a management command."""
        return self.launch(command[0], programs.manage(*command))

    def finish(self, name: str, process: Popen) -> None:
        """Print what it says until it ends; nothing goes on when it failed."""
        while process.poll() is None:
            self.output.pump(TICK)
        self.output.pump(0)
        self.guard.forget(process)
        if process.returncode != 0:
            raise LocalError(f"{name} failed: see the lines above")

    def start_programs(self) -> None:
        commands = {
            "web": programs.web(self.options.port),
            "worker": programs.worker(),
            "beat": programs.beat(self.guard.places.data),
        }
        for name, command in commands.items():
            child = Child(name, partial(self.launch, name, command))
            child.start()
            self.children.append(child)

    def launch(self, name: str, command: list[str]) -> Popen:
        process = self.guard.start(
            command,
            programs.ENDING,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=marked(self.guard.places, self.environment()),
        )
        self.output.follow(name, process)
        return process

    def environment(self) -> dict[str, str]:
        """Ours, with what this run has decided."""
        # One pool of memory for all threads: four threads of ours gain nothing from more.
        defaults = {"MALLOC_ARENA_MAX": "1", "SITE_URL": self.address, "PYTHONUNBUFFERED": "1"}
        decided = {"PORT": str(self.options.port), "DATA_DIR": str(self.guard.places.data)}
        return defaults | os.environ | decided

    def keep_alive(self) -> None:
        """Print, restart, and say once that everything serves."""
        welcomed = False
        while True:
            self.output.pump(TICK)
            self.guard.keep_watch()
            for child in self.children:
                news = child.look_after(self.guard)
                if news:
                    say(news)
            if not welcomed and serves(self.options.port):
                say(welcome.ready(self.address, demo=self.options.demo))
                welcomed = True
            self.follow_parent()

    def stop(self) -> None:
        """Have everything stopped; whoever was refused at the door need not read about it."""
        if not self.began:
            self.guard.close()
            return
        say("Stopping")
        self.guard.close(partial(self.output.pump, 0))
        say("Stopped")

    def follow_parent(self) -> None:
        """Under `make` we end with it, even when it is killed and cannot tell us."""
        if self.options.with_parent and os.getppid() != self.parent:
            raise Stopped


def require_free_port(port: int) -> None:
    """Refuse at once what the web server would only find out later."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise LocalError(
                f"Port {port} is not free ({error.strerror}): choose another with --port or PORT."
            ) from None


def serves(port: int) -> bool:
    """True when the web server answers for itself."""
    line = HTTPConnection(HOST, port, timeout=1)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        line.close()


@contextmanager
def stopping_on_signals() -> Iterator[None]:
    """Turn the signals that end a program into an orderly end."""

    def stop(*_: object) -> None:
        raise Stopped

    for number in SIGNALS:
        signal.signal(number, stop)
    with suppress(Stopped):
        yield


def ignore_signals() -> None:
    """While stopping, being asked again changes nothing."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)
