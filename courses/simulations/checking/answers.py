"""Laws of answers: a question whose best answer costs nothing asks for no judgement."""

from collections import defaultdict

from courses.simulations.effects import Effect
from courses.simulations.parts import Event, Option
from courses.simulations.reading import Source
from courses.simulations.scenario import Scenario

#: Whether more of it is good for the programme.
BETTER = {
    "work": -1,
    "flaw": -1,
    "pause": -1,
    "money": -1,
    "morale": 1,
    "debt": -1,
    "trust": 1,
    "value": 1,
    "mismatch": -1,
    "risk_p": -1,
    "head": 1,
    "attention": 1,
}
FACTORS = ("value", "risk_p")


def check(scenario: Scenario, source: Source) -> None:
    """Note events whose best practice is best in every way, or that have none."""
    options = 0
    for at, event in enumerate(scenario.event.values()):
        _event(event, source, at, options)
        options += len(event.options)


def _event(event: Event, source: Source, at: int, first: int) -> None:
    best = max(option.key for option in event.options)
    if best < 1:
        reason = "No answer has key = 1: somebody who does the right thing cannot be told so."
        source.complain(source.line_of("event", at), f"event {event.id}", reason)
    for place, option in enumerate(event.options):
        others = [one for one in event.options if one is not option]
        if option.key == 1 and all(_is_no_worse(option, other) for other in others):
            reason = f"“{option.label}” is best in every way and best practice: there is nothing"
            line = source.line_of("event.opt", first + place, "label")
            source.complain(line, f"event {event.id}", f"{reason} to weigh. Give it a price.")


def _is_no_worse(option: Option, other: Option) -> bool:
    mine, theirs = _worth(option), _worth(other)
    return all(mine[what] >= theirs[what] for what in mine.keys() | theirs.keys())


def _worth(option: Option) -> defaultdict[tuple[str, str], float]:
    """What an answer does in each respect, more being better; needs are taken as met."""
    worth: defaultdict[tuple[str, str], float] = defaultdict(float)
    worth["attention", "now"] = -float(option.att)
    for effect in option.fx:
        if effect.verb == "gamble":
            _gamble(worth, effect)
        else:
            _add(worth, effect, 1.0)
    return worth


def _gamble(worth: defaultdict[tuple[str, str], float], effect: Effect) -> None:
    for share, side in (
        (effect.amount, effect.luckily),
        (1 - effect.amount, effect.otherwise),
    ):
        for part in side:
            _add(worth, part, share)


def _add(worth: defaultdict[tuple[str, str], float], effect: Effect, share: float) -> None:
    if effect.verb == "cap":
        worth["cap", effect.whom] += share * (effect.amount - 1) * effect.weeks
    elif effect.verb == "belief":
        worth["belief", effect.whom] += share * (1 if effect.towards == "forecast" else -1)
    else:
        amount = effect.amount - 1 if effect.verb in FACTORS else effect.amount
        worth[effect.verb, effect.whom] += share * BETTER[effect.verb] * amount
