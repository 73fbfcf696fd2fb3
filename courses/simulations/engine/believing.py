"""What stakeholders believe about the date, and what honesty and silence do to their trust."""

import math

from courses.simulations.engine.arithmetic import clipped, over
from courses.simulations.engine.effecting import change_trust
from courses.simulations.engine.state import State
from courses.simulations.engine.week import Week

HEARD_BY_SPONSOR, HEARD_BY_OTHERS = 0.40, 0.12
SHAKEN, CALM = 18.0, 46.0
MOST_LOST = 2.0


def tell(week: Week, who: str, date: float, share: float) -> None:
    """Move a belief towards a date; worse news than they had costs trust, early news little."""
    person = week.state["stake"][who]
    before = person["bel"]
    person["bel"] = before + share * (date - before)
    worse = over(person["bel"], max(person["hi"] - 1.0, before))
    person["hi"] = max(person["hi"], person["bel"])
    if worse > 1e-9:
        price = worse * _price(week.state["commit"] - week.number)
        change_trust(week, who, -price)
        if price >= 1.0:
            name = week.scenario.stake[who].name
            text = f"{name} took the later date hard because it came close to the promised week."
            kind = "bad_news"
            week.say(kind, text, stakeholder=who, trust=-price)


def _price(ahead: float) -> float:
    """What one week of bad news costs: cheap a month ahead, dear at the end."""
    if ahead >= 4:
        return 0.5
    return 1.5 if ahead >= 2 else 3.5


def report(week: Week) -> None:
    """The written report reaches the sponsor well and the others a little."""
    if "fc" in week.decisions["report"]:
        for who in week.state["stake"]:
            sponsor = who == week.scenario.sponsor
            tell(week, who, week.forecast, HEARD_BY_SPONSOR if sponsor else HEARD_BY_OTHERS)


def judge(week: Week) -> None:
    """Silence, milestones passed under a false green, and the promised week."""
    for who, part in week.scenario.stake.items():
        person = week.state["stake"][who]
        late = week.number - person["wk"] - part.cadence
        if late > 0:
            change_trust(week, who, -0.8 * min(2, late))
            if late == 1:
                text = f"{part.name} trusts you less because nobody told them anything for weeks."
                week.say("silence", text, stakeholder=who)
    if week.number in week.scenario.meta.milestones:
        _milestone(week)
    _promise(week)


def _milestone(week: Week) -> None:
    slip = week.state["true"] - week.state["commit"]
    if week.rag in (None, "G") and slip > 0.5:
        _watermelon(week, slip)
        return
    for who, person in week.state["stake"].items():
        gap = over(week.state["true"] - person["bel"], 1.25)
        if gap:
            change_trust(week, who, -1.2 * gap)
            text = (
                f"{week.scenario.stake[who].name} was surprised because the milestone showed more"
            )
            week.say("surprise", f"{text} delay than you had told.", stakeholder=who)


def _watermelon(week: Week, slip: float) -> None:
    price = min(8.0, 3.5 * (slip - 0.5))
    for who in week.state["stake"]:
        change_trust(week, who, -price)
    week.state["tally"]["melons"] += 1
    colour = "green" if week.rag == "G" else "not there"
    text = f"Everybody trusts you less because the milestone slipped and your report was {colour}."
    week.say("watermelon", text, trust=-price)


def _promise(week: Week) -> None:
    """The promised week has passed and nothing is ready."""
    state = week.state
    if week.number != math.ceil(state["commit"]) or state["ready"] == 2:
        return
    worst = 0.0
    for who, person in state["stake"].items():
        gap = over(state["true"], max(state["commit"], person["bel"]))
        price = min(10.0, 3.2 * gap) * (1.4 if week.rag == "G" else 1.0)
        change_trust(week, who, -price)
        worst = max(worst, price)
    state["tally"]["breaks"] += 1
    text = "The promised week passed because the work was not done, and trust went with it."
    week.say("broken_promise", text, trust=-worst)


def escalations(week: Week) -> None:
    """Distrust comes back as questions that eat next week's attention."""
    lost = 0.0
    for person in week.state["stake"].values():
        lost += over(CALM, person["tr"]) / SHAKEN
    lost = min(MOST_LOST, lost)
    week.state["lost"] = lost
    if lost >= 0.25:
        text = f"About {lost:.1f} points of next week go to escalations because trust is low."
        week.say("escalation", text, att=lost)


def count(week: Week) -> None:
    """Keep the books of honesty and cadence that the score needs."""
    tally = week.state["tally"]
    if week.state["true"] - week.state["commit"] > 0.5:
        tally["slipping"] += 1
        tally["false_green"] += 1 if week.rag in (None, "G") else 0
    for who, part in week.scenario.stake.items():
        tally["brief_due"] += 1
        tally["brief_kept"] += (
            1 if week.number - week.state["stake"][who]["wk"] <= part.cadence else 0
        )


def remember(state: State) -> None:
    """Note how everybody's trust stood on Monday."""
    for person in state["stake"].values():
        person["was"] = person["tr"]


def warmth(week: Week, who: str) -> float:
    """What a briefing adds to trust: something if it was due, less than nothing if too soon."""
    person = week.state["stake"][who]
    age = week.number - person["wk"]
    if age <= 1 and person["wk"]:
        return -1.2
    if age >= max(2, week.scenario.stake[who].cadence - 1):
        return clipped(2.6 * (1.0 - person["tr"] / 110.0), 0.0, 2.6)
    return 0.0
