"""What is measured, and what it should reach as a ratio to the bare view in the same run."""

from dataclasses import dataclass

SEARCHES = (
    "dependency",
    "risk planning",
    "security",
    "stakeholder status",
    "cloud budget",
    "vendor",
)


@dataclass(frozen=True)
class Target:
    """A kind of request. A `varied` one has a new address each time: no kept page serves it."""

    name: str
    paths: tuple[str, ...]
    at_least: float | None = None
    server: str = "web"
    varied: bool = False


def targets(slug: str, static: str) -> tuple[Target, ...]:
    """Every target, for a course's slug and the address of a static file."""
    searched = tuple(f"/courses/?q={words.replace(' ', '+')}" for words in SEARCHES)
    course = (f"/courses/{slug}/",)
    return (
        Target("bare view", ("/",), server="bare"),
        Target("static file", (static,)),
        Target("catalogue, kept", ("/courses/",), 0.25),
        Target("catalogue, not kept", ("/courses/",), 0.06, varied=True),
        Target("search, kept", searched[:1], 0.19),
        Target("search, not kept", searched, 0.053, varied=True),
        Target("course, kept", course, 0.25),
        Target("course, not kept", course, 0.06, varied=True),
        Target("home, kept", ("/",), 0.25),
    )


ENROL = Target("enrol, one POST", (), 0.04)
ENQUIRY = Target("enquiry, one POST", (), 0.05)
FREE_SLOTS = 0.085
BOOK = Target("book a session, one POST", (), 0.04)
QUESTION = Target("exam, a page of a question", (), 0.04)
SAVE = Target("exam, an answer saved", (), 0.05)
LOOK_UP = Target("desk lookup, each key", ())
LOOK_UP_MS = 5.0  # the median over one connection, less that of the bare view
MARKED_MS = 80.0  # the 95th of saving a mark; the browser paints within 100 after the key
FREE_TIMES_MS = 150  # of 40 mentors over 60 days, on a core with nothing else to do
WEEK_MS = 1.5  # of a simulation, on a core with nothing else to do
REPLAY_MS = 25.0  # of a whole one
WORKER_RSS_MB = 72
OUTBOX_OF_SINK = 0.30
OUTBOX_OF_PLAIN = 1.4
