"""What an event, an option or a risk does to a programme, in a vocabulary of fourteen verbs."""

from dataclasses import dataclass

#: Verb -> the kinds of its words. `w` package, `t` team, `t*` team or all, `s` stakeholder,
#: `s*` stakeholder or all, `i` item, `f` interface, `r` risk, `#` number, `b` commit|forecast.
GRAMMAR: dict[str, tuple[str, ...]] = {
    "work": ("w", "#"),
    "flaw": ("w", "#"),
    "cap": ("t*", "#", "#"),
    "pause": ("w", "#"),
    "money": ("#",),
    "morale": ("t*", "#"),
    "debt": ("t", "#"),
    "trust": ("s*", "#"),
    "value": ("i", "#"),
    "mismatch": ("f", "#"),
    "risk_p": ("r", "#"),
    "head": ("t", "#"),
    "belief": ("s*", "b"),
    "attention": ("#",),
}
BELIEFS = ("commit", "forecast")


class EffectUnreadable(ValueError):  # noqa: N818
    """A sentence says what is wrong with the words of an effect."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One consequence: a verb, whom it touches, and by how much."""

    verb: str
    whom: str = ""
    amount: float = 0.0
    weeks: float = 0.0
    towards: str = ""
    luckily: tuple["Effect", ...] = ()
    otherwise: tuple["Effect", ...] = ()

    def parts(self) -> tuple["Effect", ...]:
        """The effects that can come of it: itself, or both sides of a gamble."""
        if self.verb != "gamble":
            return (self,)
        return tuple(part for side in (self.luckily, self.otherwise) for part in side)


def effect(words: str) -> Effect:
    """Read `work M1 5`, `cap ml 0.3 2` or `gamble 0.5 | work M2 4 | work M2 0.5`."""
    if words.strip().startswith("gamble"):
        return _gamble(words)
    verb, *rest = words.split() or [""]
    kinds = GRAMMAR.get(verb)
    if kinds is None:
        known = ", ".join((*GRAMMAR, "gamble"))
        raise EffectUnreadable(f"“{verb}” is not a verb of effects; choose one of {known}.")
    if len(rest) != len(kinds):
        raise EffectUnreadable(f"“{words}” needs {len(kinds)} words after {verb}.")
    return _filled(verb, kinds, rest)


def effects(lines: list[str]) -> tuple[Effect, ...]:
    """Read a list of effects in its order."""
    return tuple(effect(line) for line in lines)


def _filled(verb: str, kinds: tuple[str, ...], words: list[str]) -> Effect:
    whom, towards, numbers = "", "", []
    for kind, word in zip(kinds, words, strict=True):
        if kind == "#":
            numbers.append(_number(word))
        elif kind == "b":
            towards = _belief(word)
        else:
            whom = word
    amount, weeks = (*numbers, 0.0, 0.0)[:2]
    return Effect(verb, whom, amount, weeks, towards)


def _gamble(words: str) -> Effect:
    parts = [part.strip() for part in words.split("|")]
    chance = parts[0].removeprefix("gamble").strip()
    if len(parts) != 3:
        raise EffectUnreadable("A gamble is “gamble 0.5 | what happens | what happens otherwise”.")
    probability = _number(chance)
    if not 0 < probability < 1:
        raise EffectUnreadable("The chance of a gamble lies between 0 and 1.")
    luckily, otherwise = (
        tuple(effect(part) for part in side.split(";") if part.strip()) for side in parts[1:]
    )
    return Effect("gamble", amount=probability, luckily=luckily, otherwise=otherwise)


def _number(word: str) -> float:
    try:
        number = float(word)
    except ValueError:
        raise EffectUnreadable(f"“{word}” is not a number.") from None
    if not -1_000 <= number <= 1_000:
        raise EffectUnreadable(f"“{word}” is out of range.")
    return number


def _belief(word: str) -> str:
    if word not in BELIEFS:
        raise EffectUnreadable(f"A belief moves to {' or '.join(BELIEFS)}, not “{word}”.")
    return word
