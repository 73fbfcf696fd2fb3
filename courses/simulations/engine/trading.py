"""Cards that move scope, dates, people and money."""

from courses.simulations.engine.arithmetic import mean
from courses.simulations.engine.effecting import change_trust
from courses.simulations.engine.packages import reopen, share_done
from courses.simulations.engine.week import Week

ENOUGH = 0.55
LONG_AHEAD = 4


def mitigate(week: Week, name: str) -> None:
    risk, part = week.state["risk"][name], week.scenario.risk[name]
    found = part.mitigation
    worth = risk["p"] * part.sev * (1.0 - found.pm * found.im)
    risk["pm"], risk["im"] = found.pm, found.im
    risk["mit_wk"] = week.number
    tally = week.state["tally"]
    tally["money_mit"] += found.money + found.att
    tally["money_wise"] += found.money + found.att if worth >= 0.8 and risk["st"] == "open" else 0.0
    week.say("mitigated", f"{part.name}: {found.label.lower()}.", risk=name, money=found.money)


def negscope(week: Week, name: str, on: int) -> None:
    """Cut an item out of the scope, or take it back in."""
    item, part = week.state["item"][name], week.scenario.item[name]
    item["on"] = on
    if on:
        _restore(week, name)
        week.say("restored", f"{part.name} is back in the scope.", item=name)
        return
    wasted = _cut(week, name)
    item["cut_wk"], item["waste"] = week.number, wasted
    _upset(week, part.owner, part.value)
    waste = f"; {wasted:.1f} person-weeks had gone into it" if wasted >= 0.1 else ""
    week.say("cut", f"{part.name} is out of the scope{waste}.", item=name, pw=wasted)


def _cut(week: Week, name: str) -> float:
    wasted = 0.0
    for wp, pw in week.scenario.item[name].work:
        package = week.state["wp"][wp]
        share = share_done(package)
        true_work = min(pw * package["mu"], package["tot"])
        package["tot"] -= true_work
        package["done"] = min(package["tot"], package["done"] - share * true_work)
        package["rep"] = max(0.1, package["rep"] - pw * package["rep"] / package["est"])
        package["est"] = max(0.1, package["est"] - pw)
        wasted += share * true_work
    week.state["waste"] += wasted
    return wasted


def _restore(week: Week, name: str) -> None:
    for wp, pw in week.scenario.item[name].work:
        package = week.state["wp"][wp]
        package["rep"] += pw * package["rep"] / package["est"]
        package["est"] += pw
        package["tot"] += pw * package["mu"]
        reopen(week, wp, "scope came back")


def _upset(week: Week, owner: str, value: float) -> None:
    price = value / 6.0
    price *= 3.0 if week.state["stake"][owner]["tr"] < 50 else 1.0
    price *= 1.7 if week.number > 6 else 1.0
    change_trust(week, owner, -price)


def negdate(week: Week, weeks: int) -> None:
    """Ask for a later date: trust, time and knowing your teams speak for you."""
    state = week.state
    ahead = state["commit"] - week.number
    sponsor = week.scenario.sponsor
    fresh = mean(
        1.0 if team["sync_wk"] and week.number - team["sync_wk"] <= 2 else 0.0
        for team in state["team"].values()
    )
    case = state["stake"][sponsor]["tr"] / 100.0 + 0.03 * min(ahead, 8.0)
    case += 0.15 * fresh - 0.12 * weeks - 0.15 * state["asks"]
    case += 0.08 * week.luck("date", week.number, state["asks"]) - 0.04
    state["asks"] += 1
    if case < ENOUGH:
        change_trust(week, sponsor, -4.0)
        text = "The sponsor refused a later date because trust, time or proof was too thin."
        week.say("date_refused", text, weeks=weeks)
        return
    _move_date(week, weeks, ahead)


def _move_date(week: Week, weeks: int, ahead: float) -> None:
    state = week.state
    state["commit"] += weeks
    state["ext"] += weeks
    state["notice"] += weeks if ahead >= LONG_AHEAD else 0
    for who, person in state["stake"].items():
        change_trust(week, who, -(2.0 if who == week.scenario.sponsor else 1.0) * weeks)
        person["bel"] = max(person["bel"], state["commit"])
        person["hi"] = max(person["hi"], state["commit"])
    text = f"The promise is now week {state['commit']:g} because you asked with reasons."
    week.say("date_moved", text, weeks=weeks)


def loan(week: Week, giver: str, taker: str) -> None:
    """Lend a person; coming home they are useful at once, elsewhere they must learn."""
    teams = week.state["team"]
    names = week.scenario.team
    borrowed = teams[taker]["away"].get(giver, 0)
    if borrowed:
        teams[taker]["away"] = {**teams[taker]["away"], giver: borrowed - 1}
        _give_up(teams[giver])
        teams[taker]["n"] += 1
        text = f"A person of {names[taker].name} is back from {names[giver].name}."
    else:
        teams[giver]["n"] -= 1
        away = teams[giver]["away"]
        teams[giver]["away"] = {**away, taker: away.get(taker, 0) + 1}
        teams[taker]["new"] = [*teams[taker]["new"], 0]
        text = f"{names[giver].name} lent a person to {names[taker].name}."
    week.say("lent", text, team=taker, lender=giver)


def _give_up(team: dict[str, object]) -> None:
    """The guest goes: the newest of the newcomers, or a settled member."""
    new = team["new"]
    if isinstance(new, list) and new:
        team["new"] = new[:-1]
    elif isinstance(team["n"], int):
        team["n"] = max(1, team["n"] - 1)


def contractor(week: Week, name: str) -> None:
    team = week.state["team"][name]
    team["contr"] += 1
    team["new"] = [*team["new"], -1]
    title = week.scenario.team[name].name
    week.say("hired", f"A contractor joins {title}; others will teach them for a while.", team=name)
