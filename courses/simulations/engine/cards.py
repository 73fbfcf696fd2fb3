"""Playing cards: what each does when it can be paid, and why it cannot when it cannot."""

from collections.abc import Callable
from typing import Any

from courses.simulations.engine import meeting, trading
from courses.simulations.engine.allowing import cost, money, refusal
from courses.simulations.engine.week import Week

Card = list[Any]

PLAY: dict[str, Callable[..., None]] = {
    "sync": meeting.sync,
    "coach": meeting.coach,
    "spike": meeting.spike,
    "align": meeting.align,
    "integrate": meeting.integrate,
    "brief": meeting.brief,
    "riskreview": meeting.riskreview,
    "valuereview": meeting.valuereview,
    "mitigate": trading.mitigate,
    "negscope": trading.negscope,
    "negdate": trading.negdate,
    "loan": trading.loan,
    "contractor": trading.contractor,
}


def play(week: Week) -> None:
    """Play the cards in their order while attention lasts; log every one, played or not."""
    log = []
    for card in week.decisions["cards"]:
        why = refusal(week.scenario, week.state, card) or _unpaid(week, card)
        if why:
            week.say("refused", why, card=card)
        else:
            week.attention -= cost(week.scenario, week.state, card)
            week.state["spent"] += money(week.scenario, card)
            PLAY[card[0]](week, *card[1:])
        log.append({"week": week.number, "card": card, "done": not why, "why": why})
    week.state["cardlog"] = [*week.state["cardlog"], *log]


def _unpaid(week: Week, card: Card) -> str:
    att = cost(week.scenario, week.state, card)
    if att > week.attention + 1e-9:
        return (
            f"There was no attention left for this: it takes {att}, {week.attention:.1f} was left."
        )
    return ""
