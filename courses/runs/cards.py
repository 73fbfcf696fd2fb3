"""The cards on the table this week: what each costs and is known to do, grouped as a TPM thinks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.runs.seen import NEVER, View, ago

Card = list[Any]
GROUPS = (
    ("inform", "Inform yourself", ("sync", "spike", "valuereview", "riskreview")),
    ("fix", "Fix what meets badly", ("align", "integrate", "mitigate")),
    ("people", "People", ("brief", "coach", "loan", "contractor")),
    ("scope", "Scope and date", ("negscope", "negdate")),
)
TITLES = {
    "sync": "Sync with a team",
    "spike": "Spike a package",
    "valuereview": "Review what scope is worth",
    "riskreview": "Review the risks",
    "align": "Align an interface",
    "integrate": "Integrate early",
    "mitigate": "Mitigate a risk",
    "brief": "Brief a stakeholder",
    "coach": "Coach a team",
    "loan": "Lend a person",
    "contractor": "Hire a contractor",
    "negscope": "Cut or restore scope",
    "negdate": "Ask for a later date",
}


@dataclass(frozen=True)
class Target:
    """One card: whom or what it is played on."""

    key: str
    name: str
    note: str
    effect: str
    attention: float
    money: float
    allowed: bool
    why: str
    chosen: bool


@dataclass(frozen=True)
class Kind:
    """Cards of one kind; cost and effect stand here once when all of them share them."""

    id: str
    title: str
    effect: str
    cost: str
    targets: tuple[Target, ...]

    @property
    def chosen(self) -> int:
        return sum(target.chosen for target in self.targets)

    @property
    def playable(self) -> bool:
        return any(target.allowed or target.chosen for target in self.targets)


@dataclass(frozen=True)
class Group:
    """Kinds of cards that serve one purpose."""

    id: str
    title: str
    kinds: tuple[Kind, ...]


def groups(
    possible: Sequence[Mapping[str, Any]], view: View, chosen: list[Card]
) -> tuple[Group, ...]:
    """Every card of the week in its group."""
    taken = {key_of(card) for card in chosen}
    names = _names(view)
    by_kind: dict[str, list[Target]] = {}
    for row in possible:
        by_kind.setdefault(row["kind"], []).append(_target(row, names, view, taken))
    return tuple(
        Group(name, title, tuple(_kind(kind, by_kind[kind]) for kind in kinds if kind in by_kind))
        for name, title, kinds in GROUPS
    )


def key_of(card: Card) -> str:
    """A card as a form sends it: "negscope voice 0"."""
    return " ".join(str(part) for part in card)


def card_of(key: str) -> Card:
    """A card as the engine reads it; numbers are numbers."""
    return [int(part) if part.isdecimal() and len(part) < 3 else part for part in key.split(" ")]


def _kind(kind: str, targets: list[Target]) -> Kind:
    costs = {cost_words(target.attention, target.money) for target in targets}
    effects = {target.effect for target in targets}
    return Kind(
        id=kind,
        title=TITLES.get(kind, kind),
        effect=effects.pop() if len(effects) == 1 else "",
        cost=costs.pop() if len(costs) == 1 else "",
        targets=tuple(targets),
    )


def cost_words(attention: float, money: float) -> str:
    """ "1 point, $17k"."""
    points = f"{attention:g} point{'' if attention == 1 else 's'}" if attention else "No attention"
    return f"{points}, ${money:g}k" if money else points


def _target(
    row: Mapping[str, Any], names: Mapping[str, str], view: View, taken: set[str]
) -> Target:
    key = key_of(row["card"])
    return Target(
        key=key,
        name=_name(row, names),
        note=_note(row, view),
        effect=row["effect"],
        attention=float(row["att"]),
        money=float(row["money"]),
        allowed=bool(row["allowed"]),
        why=row["why"],
        chosen=key in taken,
    )


def _name(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    kind, *about = row["card"]
    if kind == "loan":
        return f"From {names[about[0]]} to {names[about[1]]}"
    if kind == "negscope":
        return f"{'Restore' if about[1] else 'Cut'} {names[about[0]]}"
    if kind == "negdate":
        return f"{about[0]} week{'' if about[0] == 1 else 's'} later"
    if kind == "mitigate" or not about:
        return str(row["label"])
    return names.get(about[0], str(row["label"]))


def _names(view: View) -> dict[str, str]:
    places = ("packages", "teams", "interfaces", "items", "stakeholders", "risks")
    return {row["id"]: row["name"] for place in places for row in view[place]}


def _note(row: Mapping[str, Any], view: View) -> str:
    """What is known of the target, beside its name."""
    about = row["card"][1] if len(row["card"]) > 1 else ""
    place, write = NOTES.get(row["kind"], ("", None))
    found = next((one for one in view[place] if one["id"] == about), None) if place else None
    return write(found) if found and write else ""


def _of_team(row: View) -> str:
    return ago(row["age"] if row["seen"] else NEVER, "synced")


def _of_mood(row: View) -> str:
    return f"{row['mood_word']}, as last seen" if row["mood"] is not None else "mood not known"


def _of_package(row: View) -> str:
    if row["finished"]:
        return "done"
    return f"estimated {row['estimate']:g} person-weeks, {row['progress']:.0%} told done"


def _of_interface(row: View) -> str:
    return ago(row["age"] if row["aligned"] else NEVER, "aligned")


def _of_person(row: View) -> str:
    due = ", due now" if row["due"] else ""
    return f"believes week {row['believes']:g}{due}"


def _of_item(row: View) -> str:
    worth, work = row["reviewed"], f"{row['pw']:g} person-weeks"
    if worth is None:
        return f"said to be worth {row['stated']:g}, {work}"
    return f"worth {worth:.1f} by review, {work}"


def _of_risk(row: View) -> str:
    return str(row["name"])


NOTES = {
    "sync": ("teams", _of_team),
    "coach": ("teams", _of_mood),
    "contractor": ("teams", _of_team),
    "spike": ("packages", _of_package),
    "align": ("interfaces", _of_interface),
    "integrate": ("interfaces", _of_interface),
    "brief": ("stakeholders", _of_person),
    "negscope": ("items", _of_item),
    "mitigate": ("risks", _of_risk),
}
