"""The cards of one week, taken while attention and money last."""

from typing import Any

Card = list[Any]
View = dict[str, Any]
Decisions = dict[str, Any]
PRICE = {"integrate": 2.0, "negdate": 2.0}
MOST = 16


def price(view: View, card: Card) -> float:
    """The attention a card takes, as its face says."""
    kind = card[0]
    if kind == "mitigate":
        risk = next((one for one in view["risks"] if one["id"] == card[1]), None)
        return float(risk["mitigation"]["att"]) if risk else 1.0
    if kind == "negscope":
        return 2.0 if _distrusted(view, card[1]) else 1.0
    return PRICE.get(kind, 1.0)


def _distrusted(view: View, item: str) -> bool:
    owner = next(one["owner"] for one in view["items"] if one["id"] == item)
    return any(one["id"] == owner and one["trust"] < 45 for one in view["stakeholders"])


class Tray:
    """What has been chosen so far, and what attention is left for."""

    def __init__(self, view: View, answers: dict[str, int]) -> None:
        self.view = view
        self.cards: list[Card] = []
        self.left = float(view["attention"]["now"]) - _asked(view, answers)

    def take(self, card: Card) -> bool:
        """Take a card unless it is there already or cannot be paid."""
        cost = price(self.view, card)
        if cost > self.left + 1e-9 or card in self.cards or len(self.cards) >= MOST:
            return False
        self.left -= cost
        self.cards.append(card)
        return True

    def fill(self, cards: list[Card]) -> None:
        for card in cards:
            self.take(card)


def _asked(view: View, answers: dict[str, int]) -> float:
    total = 0.0
    for event in view["inbox"]:
        if event["id"] in answers:
            total += event["options"][answers[event["id"]]]["att"]
    return total


def decisions(cards: list[Card], answers: dict[str, int], forecast: float, rag: str) -> Decisions:
    """A week's decisions with standing orders left as they are."""
    return {
        "cards": cards,
        "prio": {},
        "respond": answers,
        "ot": {},
        "mode": {},
        "report": {"fc": forecast, "rag": rag},
        "launch": "wait",
    }
