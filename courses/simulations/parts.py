"""The parts a scenario is made of: teams, packages, interfaces, items, people, risks, events."""

from dataclasses import dataclass

from courses.simulations.effects import Effect

#: Low, middle and high point (p10, p50, p90) of an uncertain factor.
Spread = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Meta:
    """What the whole programme promises, owns and may spend (money in thousands of dollars)."""

    slug: str
    title: str
    version: int
    summary: str
    brief: str
    occasion: str
    weeks_max: int
    market_week: int
    attention: int
    budget: float
    reserve: float
    person_week: float
    contractor_week: float
    milestones: tuple[int, ...]
    core_value: float
    value_reviews_reveal: int
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Late:
    """What part of the value one week costs: the first missed, a noticed one, a surprise."""

    miss: float
    noticed: float
    surprise: float


@dataclass(frozen=True, slots=True)
class Team:
    """People who work together; `helpers` are the teams that can lend somebody to it."""

    id: str
    name: str
    n: int
    lead: str
    helpers: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dep:
    """A package may start once `share` of `on` is done."""

    on: str
    share: float


@dataclass(frozen=True, slots=True)
class Package:
    """A piece of work; `core` is its estimate in person-weeks without the optional scope."""

    id: str
    team: str
    name: str
    core: float
    maxp: float
    mult: Spread
    err: float
    deps: tuple[Dep, ...] = ()
    kind: str = "work"
    windows: tuple[int, ...] = ()
    finds: float = 0.0
    integrates: bool = False
    legal_gate: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Interface:
    """An agreement between two packages that drifts while both advance."""

    id: str
    name: str
    a: str
    b: str
    growth: float
    pw: float
    because: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """Optional scope: a stated value, an unknown true one, and the work it adds."""

    id: str
    name: str
    value: float
    mult: Spread
    work: tuple[tuple[str, float], ...]
    owner: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """A person to keep informed; the first of a scenario is its sponsor."""

    id: str
    name: str
    role: str
    trust: float
    cadence: int
    weight: float
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Mitigation:
    """What can be done about a risk: it multiplies the probability and the impact."""

    label: str
    money: float
    pm: float
    im: float
    att: int = 1


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may happen in a window of weeks, or when a package gets far enough."""

    id: str
    name: str
    p: tuple[float, float]
    sev: float
    known: bool
    fx: tuple[Effect, ...]
    mitigation: Mitigation
    because: str
    window: tuple[int, int] = (0, 0)
    trigger: Dep | None = None
    owners: tuple[str, ...] = ()
    item: str = ""
    morale_team: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """What an answer needs to work: somebody's trust, or the morale of a team."""

    what: str
    who: str
    least: float


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to an event; `key` says how good practice it is, 0 to 1."""

    label: str
    known: str
    because: str
    key: float
    att: int = 0
    fx: tuple[Effect, ...] = ()
    need: Need | None = None
    fx_else: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A situation that asks for an answer; the last option is what happens if ignored."""

    id: str
    theme: str
    window: tuple[int, int]
    title: str
    brief: str
    options: tuple[Option, ...]
    fx: tuple[Effect, ...] = ()
