"""Cards that ask and tell: sync, coach, spike, align, integrate, brief and the two reviews."""

from courses.simulations.engine.believing import tell, warmth
from courses.simulations.engine.effecting import change_morale, change_trust
from courses.simulations.engine.packages import add_work, share_done, told_total
from courses.simulations.engine.shape import shape
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week

ASKED, REVIEWED = 0.30, 0.55


def sync(week: Week, name: str) -> None:
    """Hear from a team: totals, mood, what blocks it, and maybe a risk nobody had named."""
    team, title = week.state["team"][name], week.scenario.team[name].name
    for package in shape(week.scenario).of_team[name]:
        _hear(week, package)
    blocked, team["blk"] = team["blk"], 0
    again = team["sync_wk"] == week.number - 1 and team["sync_wk"] > 0
    change_morale(week, name, -0.012 if again else 0.012)
    team["seen_mor"], team["seen_fat"] = round(team["mor"], 2), round(team["fat"], 2)
    team["sync_wk"] = week.number
    team["tax"] += 0.04
    week.say("synced", f"{title} told you where it stands.", team=name)
    if blocked:
        text = f"{title} works at full pace again because you asked what it was waiting for."
        week.say("unblocked", text, team=name, weeks=blocked)
    for risk, part in week.scenario.risk.items():
        if name in part.owners and week.luck("told", risk, name, week.number) < ASKED:
            _reveal(week, risk)


def _hear(week: Week, name: str) -> None:
    package = week.state["wp"][name]
    noise = 0.06 * week.luck("heard", name, week.number) - 0.03
    package["rep"] = package["tot"] if package["fin"] else told_total(package, noise)
    package["told"] = week.number


def _reveal(week: Week, name: str) -> bool:
    risk = week.state["risk"][name]
    if risk["known"] or risk["st"] != "open":
        return False
    risk["known"] = week.number
    part = week.scenario.risk[name]
    week.say("surprised", f"A risk came to light because you asked: {part.name}.", risk=name)
    return True


def coach(week: Week, name: str) -> None:
    team = week.state["team"][name]
    soon = team["coach_wk"] and week.number - team["coach_wk"] < 3
    change_morale(week, name, 0.03 if soon else 0.10)
    team["coach_wk"] = week.number
    title = week.scenario.team[name].name
    week.say("coached", f"Spirits rose in {title} because you took time for its people.", team=name)


def spike(week: Week, name: str) -> None:
    """Try the hard part first: early on it also takes some of the overrun away."""
    package = week.state["wp"][name]
    share = share_done(package)
    if share < 0.5 and package["mu"] > 1:
        better = package["mu"] - 0.6 * (package["mu"] - 1.0) * (1.0 - share)
        rest = package["tot"] - package["done"]
        package["tot"] = package["done"] + rest * better / package["mu"]
        package["mu"] = better
    package["k"] = max(package["k"], 0.85)
    package["spiked"] = week.number
    add_work(week, name, 0.5, told=True)
    package["rep"], package["told"] = told_total(package), week.number
    title = week.scenario.wp[name].name
    text = (
        f"{title} now looks like {package['rep']:.1f} person-weeks because its hard part was tried."
    )
    week.say("spiked", text, package=name, pw=round(package["rep"], 1))


def align(week: Week, name: str) -> None:
    iface, part = week.state["iface"][name], week.scenario.iface[name]
    iface["x"] *= 0.65
    iface["c"], iface["wk"] = 1.0, week.number
    for side in (part.a, part.b):
        team = week.scenario.wp[side].team
        week.state["team"][team]["tax"] += 0.3 / max(1, week.state["team"][team]["n"])
    text = f"{part.name}: both sides agree again"
    because = f", because {part.because} until you sat them down" if part.because else ""
    week.say("aligned", f"{text}{because}.", interface=name)


def integrate(week: Week, name: str) -> None:
    """Join both sides early: what does not fit is put right while it is small."""
    iface, part = week.state["iface"][name], week.scenario.iface[name]
    side = 0.3 + 0.35 * part.pw * iface["x"]
    later = 1.5 * part.pw * iface["x"]
    for package in (part.a, part.b):
        add_work(week, package, side)
    iface["x"], iface["c"] = 0.0, 1.0
    iface["early"] = iface["wk"] = week.number
    text = (
        f"{part.name} was joined early for {side:.1f} person-weeks a side; "
        f"left to the system test it would have cost about {later:.1f} on each."
    )
    week.say("integrated", text, interface=name, pw=side)


def brief(week: Week, who: str) -> None:
    person = week.state["stake"][who]
    change_trust(week, who, warmth(week, who))
    if person["wk"] and week.number - person["wk"] <= 2:
        week.state["tally"]["brief_early"] += 1
    tell(week, who, week.forecast, 1.0)
    person["wk"] = week.number
    name = week.scenario.stake[who].name
    week.say("briefed", f"{name} now expects week {week.forecast:g}.", stakeholder=who)


def riskreview(week: Week) -> None:
    found = 0
    for name in week.scenario.risk:
        if week.luck("review", name, week.number) < REVIEWED:
            found += 1 if _reveal(week, name) else 0
    text = f"The risk review named {found} new." if found else "The risk review named nothing new."
    week.say("reviewed_risks", text, found=found)


def valuereview(week: Week) -> None:
    """Learn what the next items are truly worth, in the order of the scope list."""
    unseen = [name for name, item in week.state["item"].items() if item["rev"] is None]
    for name in unseen[: week.scenario.meta.value_reviews_reveal]:
        item: State = week.state["item"][name]
        item["rev"] = round(item["tv"], 1)
        part = week.scenario.item[name]
        text = f"{part.name} is worth {item['rev']:g}, stated as {part.value:g}."
        week.say("reviewed_values", text, item=name)
