"""Evidence about the delivery: the date, the pace, rework, flaws and cost."""

from collections.abc import Callable

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.saying import counted, date, share, weeks
from courses.simulations.engine.arithmetic import added
from courses.simulations.engine.scoring import execution as scored


def date_of(game: Game) -> str:
    meta, state = game.scenario.meta, game.final
    target = meta.market_week + 0.5 * state["ext"]
    moved = f" (the promise counts as {date(target)} since you moved it)" if state["ext"] else ""
    if state["launched_at"] is None:
        return f"Nothing launched in {weeks(game.weeks)}, so there is no date{moved}."
    late = game.ended - target
    end = f"{weeks(late)} late" if late > 0.05 else "on time"
    return f"It launched in {date(game.ended)}, so it was {end}{moved}."


def pace(game: Game) -> str:
    tally = game.final["tally"]
    part = share(tally["crit_done"] / max(1e-9, tally["crit_norm"]))
    return f"The work that set the date got {part} of its usual hands, so it moved at that pace."


def rework(game: Game) -> str:
    redone = added(package["rework"] for package in game.final["wp"].values())
    shocks = counted(len(list(game.told("integration_shock"))), "interface")
    part = share(scored.rework(game.final))
    return (
        f"{shocks} broke in the test and flaws were found late, so {redone:.1f} "
        f"person-weeks, {part} of all work, were done twice."
    )


def flaws(game: Game) -> str:
    left = added(package["undisc"] for package in game.final["wp"].values())
    part = 100 * scored.flaws(game.final)
    if part < 0.05:
        return "The tests found what was wrong, so nothing worth counting shipped with flaws."
    return f"Nobody found them, so flaws worth {left:.1f} person-weeks stay: {part:.1f} %."


def cost(game: Game) -> str:
    state, meta = game.final, game.scenario.meta
    part = share(state["spent"] / meta.budget)
    if state["launched_at"] is None:
        return f"Nothing launched, so ${state['spent']:,.0f}k ({part}) bought nothing."
    return (
        f"${state['spent']:,.0f}k of ${meta.budget:,g}k was spent, so it cost {part} of the budget."
    )


EVIDENCE: dict[str, Callable[[Game], str]] = {
    "date": date_of,
    "pace": pace,
    "rework": rework,
    "flaws": flaws,
    "cost": cost,
}
