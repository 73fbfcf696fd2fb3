"""What an invented candidate writes: answers by the response model, essays by invented writers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from certification import irt
from certification.demo.papers import SEED
from certification.demo.rules import CONTENT, content
from certification.demo.stories import HURRIED, Story
from certification.models import AttemptItem, FormItem, ItemKind

Body = dict[str, Any]
QUICK = 7  # questions somebody in a hurry answers before they can be read


@dataclass(frozen=True)
class Script:
    """An invented answer to a case, with the levels experts agreed on."""

    text: str
    levels: dict[str, int]

    @property
    def worth(self) -> int:
        return sum(self.levels.values())


@dataclass(frozen=True)
class Answer:
    """What was written, and how long it took."""

    body: Body
    seconds: int
    script: Script | None = None


@cache
def scripts(case: str) -> tuple[Script, ...]:
    """The answers to a case from the weakest to the strongest; anchors are kept out."""
    path = CONTENT / "scripts" / f"{case}.toml"
    rows = content(f"scripts/{path.name}")["script"] if path.exists() else []
    found = [Script(one["text"].strip(), one["levels"]) for one in rows if not one.get("anchor")]
    return tuple(sorted(found, key=lambda one: one.worth))


def answer(story: Story, dealt: AttemptItem, known: Mapping[int, irt.Question]) -> Answer:
    """What this person answers to this question."""
    asked = dealt.form_item
    chance = irt.stream(SEED, "time", story.number, dealt.position)
    if asked.version.kind == ItemKind.ESSAY:
        script = _script(story, asked, chance)
        return Answer({"text": script.text}, chance.randrange(1100, 1900), script)
    body = irt.answer(SEED, *story.hand, known[asked.pk])
    if story.oddity == HURRIED and dealt.position <= QUICK:
        return Answer(body, 2 + dealt.position % 3)
    return Answer(body, round(min(240, chance.lognormvariate(3.85, 0.45))))


def _script(story: Story, asked: FormItem, chance: Random) -> Script:
    """Near what this ability would write; what waits for marks is read only once."""
    known = scripts(asked.version.item.key)
    if not story.is_marked:
        return known[(2 * story.place + len(story.stage)) % len(known)]
    share = 1 / (1 + 2.7 ** -(story.ability + chance.gauss(0.25, 0.5)))
    return known[min(len(known) - 1, int(share * len(known)))]
