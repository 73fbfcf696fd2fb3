"""Money: people, overtime and contractors, week by week."""

from courses.simulations.engine.capacity import OVERTIME
from courses.simulations.engine.week import Week

OVERTIME_PAID = 0.6


def pay(week: Week) -> None:
    meta = week.scenario.meta
    for team in week.state["team"].values():
        people = team["n"] + len(team["new"])
        own = max(0, people - team["contr"])
        hours = own * (1.0 + OVERTIME_PAID * OVERTIME[team["ot"]])
        week.state["spent"] += hours * meta.person_week
        week.state["spent"] += min(people, team["contr"]) * meta.contractor_week
