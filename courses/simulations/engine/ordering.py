"""Standing orders: priorities, overtime and pace; they hold until they are changed."""

from courses.simulations.engine.week import Week

FLIPPED = 0.08


def orders(week: Week) -> None:
    for name, team in week.state["team"].items():
        team["ot"] = week.decisions["ot"].get(name, team["ot"])
        team["mode"] = week.decisions["mode"].get(name, team["mode"])
        wanted = week.decisions["prio"].get(name)
        if wanted and wanted != team["prio"]:
            _flip(week, name, wanted)


def _flip(week: Week, name: str, wanted: list[str]) -> None:
    """Another order; people who are pulled off running work lose time over it."""
    team = week.state["team"][name]
    running = [
        one
        for one in team["prio"]
        if week.state["wp"][one]["start"] and not week.state["wp"][one]["fin"]
    ]
    if [one for one in wanted if one in running] != running:
        team["tax"] += FLIPPED
        team["thrash"] += 1.0
        team["flips"] += 1
    team["prio"] = list(wanted)
