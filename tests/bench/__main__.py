"""`python -m tests.bench`: every number is a ratio to a bare view measured in the same round."""

import argparse
import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

from institute.local import services
from institute.local.programs import manage
from tests.bench import machine, policies, report, simulating
from tests.bench.load import Burst, burst
from tests.bench.report import Measured
from tests.bench.servers import Server, serving
from tests.bench.targets import (
    BOOK,
    ENQUIRY,
    ENROL,
    FREE_SLOTS,
    FREE_TIMES_MS,
    LOOK_UP,
    LOOK_UP_MS,
    MARKED_MS,
    OUTBOX_OF_PLAIN,
    OUTBOX_OF_SINK,
    QUESTION,
    SAVE,
    WORKER_RSS_MB,
    Target,
    targets,
)

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("DATA_DIR") or ROOT / ".data" / "bench")
KEYS = DATA / "signing-keys.json"


def main() -> None:
    """Prepare, measure in rounds, say what was found."""
    asked = _arguments()
    if asked.policies:
        policies.measure(asked.seeds)
        return
    environment = {
        "DATA_DIR": str(DATA),
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "127.0.0.1",
        "SITE_URL": "http://127.0.0.1",
        "DEBUG": "0",
        "TRUSTED_PROXIES": "1",  # those who ask come from many places
        "MALLOC_ARENA_MAX": "1",  # as `up` sets it
        "DJANGO_SETTINGS_MODULE": "institute.settings",
        "SIGNING_KEY_FILE": str(KEYS),
    }
    os.environ.update(environment)
    with services.running(DATA), ExitStack() as servers:
        _prepare(asked)
        web, bare = (
            servers.enter_context(serving(name, environment, asked.workers))
            for name in ("web", "bare")
        )
        rows = _measure(asked, web, bare)
        rows.append(_enrol(asked, web, rows[0]))
        rows.append(_ask(asked, web, rows[0]))
        rows.append(_book(asked, web, rows[0]))
        rows += _sit(asked, web, rows[0])
        row, desk = _look_up(asked, (web, bare), rows[0])
        marked = _mark(web)
        rows.append(row)
        memory = round(web.worker_rss_mb, 1)
        servers.close()
        more = {"lookup": desk, "marking": marked, "free_times": _find()}
        simulated: dict[str, Any] = {"simulations": simulating.measure()}
        simulated["policies"] = policies.measure(asked.seeds) if asked.seeds else {}
        _tell(rows, memory, more | ({} if asked.without_mail else _outbox()), simulated)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--workers", type=int, default=1, help="web workers, as `up` has them")
    parser.add_argument("--courses", type=int, default=200)
    parser.add_argument("--students", type=int, default=600, help="who enrol")
    parser.add_argument("--people", type=int, default=100_000, help="whom the desk looks up")
    parser.add_argument("--questions", type=int, default=600, help="asked in each round")
    parser.add_argument("--without-mail", action="store_true")
    parser.add_argument("--seeds", type=int, default=40, help="deals for simulated players, or 0")
    parser.add_argument("--policies", action="store_true", help="only the simulated players")
    return parser.parse_args()


def _prepare(asked: argparse.Namespace) -> None:
    for words in (
        ("migrate", "--verbosity", "0"),
        ("collectstatic", "--noinput", "--verbosity", "0"),
        *(() if KEYS.exists() else (("rotate_signing_key",),)),
    ):
        subprocess.run(manage(*words), check=True)
    import django

    django.setup()
    from courses.models import Course

    more = asked.courses - Course.objects.published().count()
    if more > 0:
        environment = os.environ | {"DEBUG": "1"}
        subprocess.run(manage("seed_scale", "--courses", str(more)), check=True, env=environment)


def _measure(asked: argparse.Namespace, web: Server, bare: Server) -> list[Measured]:
    rows = [Measured(target) for target in _targets()]
    servers = {"web": web, "bare": bare}
    for row in rows:
        burst(row.target, servers[row.target.server].url, 1)
    order = random.Random()
    for number in range(asked.rounds):
        sys.stderr.write(f"\rround {number + 1} of {asked.rounds}")
        turns: dict[str, float] = {}
        for row in order.sample(rows, len(rows)):
            server = servers[row.target.server]
            act = partial(burst, row.target, server.url, asked.seconds)
            turns[row.target.name] = _watched(row, server, act)
        for row in rows:
            row.ratios.append(turns[row.target.name] / turns["bare view"])
    sys.stderr.write("\n")
    return rows


def _targets() -> Sequence[Target]:
    from django.templatetags.static import static

    from courses.models import Course
    from tests.bench import sessions

    slug = Course.objects.published().order_by("pk")[0].slug
    free = Target("free times of a mentor", sessions.paths(mentors=40), FREE_SLOTS)
    return (*targets(slug, static("institute.css")), free)


def _watched(row: Measured, server: Server, act: Callable[[], Burst]) -> float:
    """Run a burst and note what the machine did; returns requests a second."""
    stores = machine.stores()
    busy, used, ours = machine.busy(), machine.used_by([server.pid, *stores]), machine.ours(stores)
    begun = time.perf_counter()
    got = act()
    answered = max(got.rate * (time.perf_counter() - begun), 1)
    row.cpu_ms.append((machine.used_by([server.pid, *stores]) - used) / answered * 1000)
    row.own.append((machine.ours(stores) - ours) / max(machine.busy() - busy, 0.01))
    row.rates.append(got.rate)
    row.p50.append(got.p50)
    row.p95.append(got.p95)
    row.errors += got.errors
    return got.rate


def _enrol(asked: argparse.Namespace, web: Server, bare: Measured) -> Measured:
    from tests.bench.enrolling import enrol

    row = Measured(ENROL)
    rate = _watched(row, web, lambda: enrol(web.url, asked.students))
    row.ratios.append(rate / bare.as_dict()["requests_per_second"])  # type: ignore[operator]
    return row


def _book(asked: argparse.Namespace, web: Server, bare: Measured) -> Measured:
    from tests.bench.sessions import book

    row = Measured(BOOK)
    book(web.url, 20)
    rate = _watched(row, web, lambda: book(web.url, asked.students))
    row.ratios.append(rate / bare.as_dict()["requests_per_second"])  # type: ignore[operator]
    return row


def _sit(asked: argparse.Namespace, web: Server, bare: Measured) -> list[Measured]:
    from tests.bench import sitting

    at, rows = sitting.desks(), []
    hello = float(str(bare.as_dict()["requests_per_second"]))
    for target, act in ((QUESTION, sitting.read), (SAVE, sitting.save)):
        rows.append(row := Measured(target))
        act(web.url, at, 1)
        for _ in range(asked.rounds):
            rate = _watched(row, web, partial(act, web.url, at, asked.seconds))
            row.ratios.append(rate / hello)
    return rows


def _look_up(
    asked: argparse.Namespace, servers: tuple[Server, Server], bare: Measured
) -> tuple[Measured, object]:
    from tests.bench import looking

    web, nothing = servers
    headers = looking.prepare(asked.people)
    said = looking.alone(web.url, headers)
    way = looking.way_there_and_back(nothing.url)
    served = round(said["median_ms"] - way, 2)
    row = Measured(LOOK_UP)
    rate = _watched(row, web, lambda: looking.together(web.url, headers, asked.seconds))
    row.ratios.append(rate / bare.as_dict()["requests_per_second"])  # type: ignore[operator]
    said |= {"bare_ms": way, "server_ms": served, "target_ms": LOOK_UP_MS}
    return row, said | {"met": served <= LOOK_UP_MS}


def _ask(asked: argparse.Namespace, web: Server, bare: Measured) -> Measured:
    from tests.bench.asking import ask

    row = Measured(ENQUIRY)
    ask(web.url, 50)
    for _ in range(asked.rounds):
        rate = _watched(row, web, lambda: ask(web.url, asked.questions))
        row.ratios.append(rate / bare.as_dict()["requests_per_second"])  # type: ignore[operator]
    return row


def _mark(web: Server) -> object:
    from tests.bench import marking

    said = marking.measure(web.url, *marking.prepare())
    return said | {"target_ms": MARKED_MS, "met": said["save_p95_ms"] <= MARKED_MS}


def _find() -> object:
    from tests.bench import finding

    said = finding.measure(finding.prepare(mentors=40, days=60), days=60)
    met = float(str(said["median_ms"])) <= FREE_TIMES_MS
    return said | {"target_ms": FREE_TIMES_MS, "met": met}


def _outbox() -> dict[str, object]:
    """Mails a second, each as a ratio to the sink's limit and to plain `send_mail`."""
    from tests.bench import outbox

    rates = outbox.measure()
    best = max(rates["outbox_1"], rates["outbox_2"])
    return {
        "mails_per_second": {name: round(rate, 1) for name, rate in rates.items()},
        "outbox_to_sink": {"ratio": round(best / rates["sink"], 3), "target": OUTBOX_OF_SINK},
        "outbox_to_plain": {"ratio": round(best / rates["plain"], 3), "target": OUTBOX_OF_PLAIN},
    }


def _tell(
    rows: list[Measured], memory: float, more: dict[str, object], simulated: dict[str, Any]
) -> None:
    static = next(row for row in rows if row.target.name == "static file")
    rss = {"worker_rss_mb": memory, "target": WORKER_RSS_MB, "met": memory <= WORKER_RSS_MB}
    report.write(ROOT / "bench.json", rows, {"memory": rss, "more": more} | simulated)
    print(report.table(rows, float(static.as_dict()["requests_per_second"])))  # type: ignore[arg-type]
    print(f"\nweb worker {memory} MB resident, target {WORKER_RSS_MB}")
    print(simulating.tell(simulated["simulations"]))
    for name, said in more.items():
        print(f"{name}: {said}")
    noisy = [row.target.name for row in rows if max(row.own, default=1) < report.QUIET]
    if noisy:
        print("Too noisy to judge (never 70 % of the busy processor was ours): " + ", ".join(noisy))
    print("Written to bench.json.")
    wrong = [f"{row.target.name} ({row.errors})" for row in rows if row.errors]
    if wrong:
        sys.exit("Errors are not a measure: " + ", ".join(wrong))


if __name__ == "__main__":
    main()
