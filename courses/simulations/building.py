"""Building each part of a scenario out of its table."""

from courses.simulations import parts
from courses.simulations.reading import Table

THEMES = ("align", "people", "crisis", "comms")
KINDS = ("work", "lead")
NEEDS = ("trust", "morale")


def meta(table: Table) -> parts.Meta:
    return parts.Meta(
        slug=table.word("slug"),
        title=table.text("title"),
        version=table.whole("version", 1, 9_999),
        summary=table.text("summary"),
        brief=table.text("brief"),
        occasion=table.text("occasion"),
        weeks_max=table.whole("weeks_max", 6, 40),
        market_week=table.whole("market_week", 4, 36),
        attention=table.whole("attention", 1, 20),
        budget=table.number("budget", 1, 1_000_000),
        reserve=table.number("reserve", 0, 1_000_000),
        person_week=table.number("person_week", 0.1, 100),
        contractor_week=table.number("contractor_week", 0.1, 100),
        milestones=tuple(int(week) for week in table.numbers("milestones", 0, 1, 40)),
        core_value=table.number("core_value", 1, 1_000),
        value_reviews_reveal=table.whole("value_reviews_reveal", 1, 20),
        demo=table.flag("demo", False),
    )


def late(table: Table) -> parts.Late:
    return parts.Late(
        miss=table.number("miss", 0, 1),
        noticed=table.number("noticed", 0, 1),
        surprise=table.number("surprise", 0, 1),
    )


def team(table: Table) -> parts.Team:
    return parts.Team(
        id=table.word("id"),
        name=table.text("name"),
        n=table.whole("n", 1, 60),
        lead=table.text("lead"),
        helpers=table.words("helpers"),
        order=table.words("order"),
    )


def package(table: Table) -> parts.Package:
    return parts.Package(
        id=table.word("id"),
        team=table.word("team"),
        name=table.text("name"),
        core=table.number("core", 0.2, 500),
        maxp=table.number("maxp", 1, 60),
        mult=table.spread("mult"),
        err=table.number("err", 0, 1),
        deps=tuple(parts.Dep(on, share) for on, share in table.pairs("deps", 0.01, 1)),
        kind=table.word("kind", KINDS, "work"),
        windows=tuple(int(week) for week in table.numbers("windows", 0, 1, 60)),
        finds=table.number("finds", 0, 1, 0),
        integrates=table.flag("integrates", False),
        legal_gate=table.flag("legal_gate", False),
        optional=table.flag("optional", False),
    )


def interface(table: Table) -> parts.Interface:
    between = table.words("between")
    if len(between) != 2:
        table.complain("between", "The two packages that meet here are expected.")
        between = ("", "")
    return parts.Interface(
        id=table.word("id"),
        name=table.text("name"),
        a=between[0],
        b=between[1],
        growth=table.number("growth", 0, 5),
        pw=table.number("pw", 0, 50),
        because=table.text("because", ""),
    )


def item(table: Table) -> parts.Item:
    return parts.Item(
        id=table.word("id"),
        name=table.text("name"),
        value=table.number("value", 0.1, 1_000),
        mult=table.spread("mult"),
        work=table.pairs("work", 0.1, 100),
        owner=table.word("owner"),
        about=table.text("about", ""),
    )


def stakeholder(table: Table) -> parts.Stakeholder:
    return parts.Stakeholder(
        id=table.word("id"),
        name=table.text("name"),
        role=table.text("role"),
        trust=table.number("trust", 0, 100),
        cadence=table.whole("cadence", 1, 40),
        weight=table.number("weight", 0, 1),
        quote=table.text("quote", ""),
    )


def risk(table: Table) -> parts.Risk:
    low, high = table.numbers("p", 2, 0, 1)
    return parts.Risk(
        id=table.word("id"),
        name=table.text("name"),
        p=(low, high),
        sev=table.number("sev", 0, 100),
        known=table.flag("known"),
        fx=table.effects("fx"),
        mitigation=_mitigation(table),
        because=table.text("because"),
        trigger=_trigger(table),
        window=table.weeks("window") if table.has("window") else (0, 0),
        owners=table.words("owners"),
        item=table.word("item", (), ""),
        morale_team=table.word("morale_team", (), ""),
    )


def _mitigation(table: Table) -> parts.Mitigation:
    return parts.Mitigation(
        label=table.text("mitigation"),
        money=table.number("money", 0, 100_000),
        pm=table.number("pm", 0, 1),
        im=table.number("im", 0, 1),
        att=table.whole("att", 0, 6, 1),
    )


def _trigger(table: Table) -> parts.Dep | None:
    found = table.pairs("trigger", 0.01, 1)
    if table.has("window") == bool(found):
        table.complain("", "A risk has either a window of weeks or a trigger, one of the two.")
    return parts.Dep(*found[0]) if found else None


def event(table: Table) -> parts.Event:
    raw = table.content.get("opt", [])
    table.asked.add("opt")
    options = raw if isinstance(raw, list) else []
    if not 2 <= len(options) <= 4:
        table.complain("", "An event has two to four [[event.opt]], the last for being ignored.")
    before = _options_before(table)
    return parts.Event(
        id=table.word("id"),
        theme=table.word("theme", THEMES),
        window=table.weeks("window"),
        title=table.text("title"),
        brief=table.text("brief"),
        fx=table.effects("fx"),
        options=tuple(
            option(Table(table.source, "event.opt", len(before) + at, one))
            for at, one in enumerate(options)
        ),
    )


def _options_before(table: Table) -> list[int]:
    """The option tables of earlier events, so that a problem names the right line."""
    lines = table.source.text.splitlines()
    start = table.source.line_of("event", table.at)
    return [at for at, line in enumerate(lines[:start]) if line.strip() == "[[event.opt]]"]


def option(table: Table) -> parts.Option:
    built = parts.Option(
        label=table.text("label"),
        known=table.text("known"),
        because=table.text("because"),
        key=table.number("key", 0, 1),
        att=table.whole("att", 0, 3, 0),
        fx=table.effects("fx"),
        need=_need(table),
        fx_else=table.effects("fx_else"),
    )
    table.done()
    return built


def _need(table: Table) -> parts.Need | None:
    if not table.has("need"):
        return None
    table.asked.add("need")
    value = table.content["need"]
    if isinstance(value, list) and len(value) == 3 and value[0] in NEEDS:
        what, who, least = value
        if isinstance(who, str) and isinstance(least, int | float):
            return parts.Need(what, who, float(least))
    table.complain("need", "[“trust” or “morale”, who, at least] is expected.")
    return None
