"""Laws of structure: a programme that can be started, finished, tested and signed off."""

from courses.simulations.reading import Source
from courses.simulations.scenario import Scenario

WEIGHTS_MAY_MISS = 0.011


def check(scenario: Scenario, source: Source) -> None:
    """Note what keeps the programme from being one."""
    for law in (_gates, _acyclic, _teams, _interfaces, _sponsor, _weeks, _windows, _deck):
        law(scenario, source)


def _gates(scenario: Scenario, source: Source) -> None:
    packages = scenario.wp.values()
    line = source.line_of("wp")
    if not any(package.integrates for package in packages):
        reason = "No package has integrates = true: interfaces would never be put to the test."
        source.complain(line, "wp", reason)
    if not any(package.legal_gate for package in packages):
        reason = "No package has legal_gate = true: nobody would have to sign before the launch."
        source.complain(line, "wp", reason)
    for at, package in enumerate(packages):
        if package.legal_gate and package.optional:
            reason = f"“{package.id}” must be passed by law, so it cannot be optional."
            source.complain(source.line_of("wp", at, "optional"), "wp.optional", reason)


def _acyclic(scenario: Scenario, source: Source) -> None:
    """Take away what waits for nothing until only a circle is left."""
    waiting = {name: {dep.on for dep in part.deps} for name, part in scenario.wp.items()}
    while free := [name for name, needs in waiting.items() if not needs & waiting.keys()]:
        for name in free:
            del waiting[name]
    for name in waiting:
        at = list(scenario.wp).index(name)
        reason = f"“{name}” waits, by way of others, for itself: {', '.join(waiting)}."
        source.complain(source.line_of("wp", at, "deps"), "wp.deps", reason)


def _teams(scenario: Scenario, source: Source) -> None:
    working = {package.team for package in scenario.wp.values()}
    for at, team in enumerate(scenario.team.values()):
        if team.id not in working:
            reason = f"The team “{team.name}” has no package to work on."
            source.complain(source.line_of("team", at), "team", reason)
        if team.id in team.helpers:
            reason = "A team lends nobody to itself."
            source.complain(source.line_of("team", at, "helpers"), "team.helpers", reason)
        for name in team.order:
            if scenario.wp[name].team != team.id:
                reason = f"“{name}” belongs to another team, so it has no place in this order."
                source.complain(source.line_of("team", at, "order"), "team.order", reason)


def _interfaces(scenario: Scenario, source: Source) -> None:
    for at, iface in enumerate(scenario.iface.values()):
        if scenario.wp[iface.a].team == scenario.wp[iface.b].team:
            reason = "Both packages belong to one team: an interface lies between two."
            source.complain(source.line_of("iface", at, "between"), "iface.between", reason)


def _sponsor(scenario: Scenario, source: Source) -> None:
    """The first stakeholder pays for the programme; together they weigh one."""
    total = 0.0
    for person in scenario.stake.values():
        total += person.weight
    if abs(total - 1) > WEIGHTS_MAY_MISS:
        reason = f"The weights of all stakeholders come to {total:g} and should come to 1."
        source.complain(source.line_of("stake", 0, "weight"), "stake.weight", reason)
    sponsors = [at for at, one in enumerate(scenario.stake.values()) if "sponsor" in _role(one)]
    if sponsors != [0]:
        reason = "Exactly one stakeholder is the sponsor: the first, and the role says so."
        source.complain(source.line_of("stake", 0, "role"), "stake.role", reason)


def _role(person: object) -> str:
    return str(getattr(person, "role", "")).lower()


def _weeks(scenario: Scenario, source: Source) -> None:
    meta = scenario.meta
    if meta.market_week >= meta.weeks_max:
        reason = f"The promised week must come before the last week, {meta.weeks_max}."
        source.complain(source.line_of("meta", 0, "market_week"), "meta.market_week", reason)
    if any(week >= meta.market_week for week in meta.milestones):
        reason = f"Milestones come before the promised week, {meta.market_week}."
        source.complain(source.line_of("meta", 0, "milestones"), "meta.milestones", reason)


def _windows(scenario: Scenario, source: Source) -> None:
    last = scenario.meta.weeks_max
    ends = [("risk", [one.window[1] for one in scenario.risk.values()])]
    ends.append(("event", [one.window[1] for one in scenario.event.values()]))
    for table, weeks in ends:
        for at, week in enumerate(weeks):
            if week > last:
                reason = f"The last week of this programme is {last}."
                source.complain(source.line_of(table, at, "window"), f"{table}.window", reason)
    for at, package in enumerate(scenario.wp.values()):
        if package.windows and package.windows[0] > last:
            reason = f"No window opens before the last week, {last}."
            source.complain(source.line_of("wp", at, "windows"), "wp.windows", reason)


def _deck(scenario: Scenario, source: Source) -> None:
    for theme, count in scenario.deck.items():
        there = sum(event.theme == theme for event in scenario.event.values())
        if there < count:
            reason = f"{count} events of this theme are dealt, and there are {there}."
            source.complain(source.line_of("deck", 0, theme), f"deck.{theme}", reason)
