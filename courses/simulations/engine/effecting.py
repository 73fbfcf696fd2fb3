"""Carrying out effects: what events, answers and risks do to the state."""

from collections.abc import Callable, Iterable

from courses.simulations.effects import Effect
from courses.simulations.engine.arithmetic import clipped
from courses.simulations.engine.packages import add_work
from courses.simulations.engine.week import Week


def apply(week: Week, effects: Iterable[Effect], key: str, scale: float = 1.0) -> None:
    """Carry out the effects in their order; `scale` softens what a mitigation has softened."""
    for at, effect in enumerate(effects):
        if effect.verb == "gamble":
            lucky = week.luck("gamble", key, at, week.number) < effect.amount
            apply(week, effect.luckily if lucky else effect.otherwise, key, scale)
        else:
            VERBS[effect.verb](week, effect, scale)


def change_trust(week: Week, who: str, by: float) -> None:
    person = week.state["stake"][who]
    person["tr"] = clipped(person["tr"] + by, 0.0, 100.0)


def change_morale(week: Week, team: str, by: float) -> None:
    part = week.state["team"][team]
    part["mor"] = clipped(part["mor"] + by, 0.0, 1.0)


def _everyone(week: Week, section: str, whom: str) -> list[str]:
    return list(week.state[section]) if whom == "*" else [whom]


def _work(week: Week, effect: Effect, scale: float) -> None:
    add_work(week, effect.whom, effect.amount * scale, told=True)


def _flaw(week: Week, effect: Effect, scale: float) -> None:
    package = week.state["wp"][effect.whom]
    package["undisc"] = max(0.0, package["undisc"] + effect.amount * scale)


def _cap(week: Week, effect: Effect, scale: float) -> None:
    factor = 1.0 - (1.0 - effect.amount) * scale
    for team in _everyone(week, "team", effect.whom):
        part = week.state["team"][team]
        part["caps"] = [*part["caps"], [round(factor, 6), int(effect.weeks)]]


def _pause(week: Week, effect: Effect, scale: float) -> None:
    package = week.state["wp"][effect.whom]
    package["pause"] = max(package["pause"], int(effect.amount))


def _money(week: Week, effect: Effect, scale: float) -> None:
    week.state["spent"] += effect.amount * scale


def _morale(week: Week, effect: Effect, scale: float) -> None:
    for team in _everyone(week, "team", effect.whom):
        change_morale(week, team, effect.amount * scale)


def _debt(week: Week, effect: Effect, scale: float) -> None:
    part = week.state["team"][effect.whom]
    part["debt"] = clipped(part["debt"] + effect.amount * scale, 0.0, 1.0)


def _trust(week: Week, effect: Effect, scale: float) -> None:
    for who in _everyone(week, "stake", effect.whom):
        change_trust(week, who, effect.amount * scale)


def _value(week: Week, effect: Effect, scale: float) -> None:
    item = week.state["item"][effect.whom]
    item["tv"] *= effect.amount
    if item["rev"] is not None:
        item["rev"] *= effect.amount


def _mismatch(week: Week, effect: Effect, scale: float) -> None:
    iface = week.state["iface"][effect.whom]
    if not iface["hit"] and not iface["early"]:
        iface["x"] = max(0.0, iface["x"] + effect.amount * scale)


def _risk_p(week: Week, effect: Effect, scale: float) -> None:
    risk = week.state["risk"][effect.whom]
    risk["p"] = min(0.95, risk["p"] * effect.amount)


def _head(week: Week, effect: Effect, scale: float) -> None:
    part = week.state["team"][effect.whom]
    part["n"] = max(1, part["n"] + int(effect.amount))
    if effect.amount < 0:
        part["left"] += 1
        part["left_wk"] = week.number


def _belief(week: Week, effect: Effect, scale: float) -> None:
    date = week.forecast if effect.towards == "forecast" else week.state["commit"]
    for who in _everyone(week, "stake", effect.whom):
        person = week.state["stake"][who]
        person["bel"] = date
        person["hi"] = max(person["hi"], date)


def _attention(week: Week, effect: Effect, scale: float) -> None:
    week.state["att_next"] += effect.amount * scale


VERBS: dict[str, Callable[[Week, Effect, float], None]] = {
    "work": _work,
    "flaw": _flaw,
    "cap": _cap,
    "pause": _pause,
    "money": _money,
    "morale": _morale,
    "debt": _debt,
    "trust": _trust,
    "value": _value,
    "mismatch": _mismatch,
    "risk_p": _risk_p,
    "head": _head,
    "belief": _belief,
    "attention": _attention,
}
