"""What the reference would have done in a week in the learner's place."""

from courses.simulations.debriefing import deciding
from courses.simulations.debriefing.deciding import Card
from courses.simulations.debriefing.game import Decisions, Game
from courses.simulations.debriefing.saying import listed

MOST = 4
VERBS = {"negscope": "cut ", "mitigate": "mitigated ", "brief": "briefed ", "sync": "synced with "}
#: The grave ones first; what is not named comes behind them in the reference's own order.
FIRST = ("negscope", "negdate", "valuereview", "riskreview", "mitigate", "loan", "integrate")


def instead(game: Game, week: int, reference: Decisions) -> list[str]:
    """The few decisions of the reference that are not among yours, in words."""
    yours = game.log[week - 1]
    cards = [card for card in reference["cards"] if card not in yours["cards"]]
    cards.sort(key=lambda card: FIRST.index(card[0]) if card[0] in FIRST else len(FIRST))
    kinds = list(dict.fromkeys(card[0] for card in cards))
    found = _answers(game, week, reference["respond"])
    for kind in kinds:
        found += _together(game, [card for card in cards if card[0] == kind])
    return found[:MOST]


def _together(game: Game, cards: list[Card]) -> list[str]:
    """Cards of one kind; those that only name a thing share their verb."""
    words = [_lower(deciding.card(game.scenario, card)) for card in cards]
    verb = VERBS.get(cards[0][0], "")
    if len(words) < 2 or not all(word.startswith(verb) for word in words) or not verb:
        return words
    return [verb + listed([word.removeprefix(verb) for word in words], 5)]


def _answers(game: Game, week: int, answers: dict[str, int]) -> list[str]:
    """Other answers to what lay in the inbox, where the other is better practice."""
    given = {
        event["facts"]["event"]: event["facts"]["option"]
        for event in game.events[week]
        if event["kind"] in ("answered", "ignored")
    }
    found = []
    for name, number in answers.items():
        options = game.scenario.event[name].options
        if name in given and options[number].key > options[given[name]].key:
            title = game.scenario.event[name].title
            found.append(f"answered “{title}” with “{options[number].label}”")
    return found


def _lower(words: str) -> str:
    return words[0].lower() + words[1:]
