"""The inbox: answers to events, what ignoring one does, and what arrives next."""

from courses.simulations.engine.effecting import apply
from courses.simulations.engine.week import Week
from courses.simulations.parts import Event, Need, Option

IGNORED = 0.1


def answers(week: Week) -> None:
    """Answer every event of the inbox; one that cannot be paid counts as ignored."""
    for name in week.state["pending"]:
        event = week.scenario.event[name]
        apply(week, event.fx, f"event {name}")
        chosen = week.decisions["respond"].get(name)
        if chosen is not None and _paid(week, event, chosen):
            _carry_out(week, event, chosen)
        else:
            _ignore(week, event)
    week.state["pending"] = []


def _paid(week: Week, event: Event, chosen: int) -> bool:
    att = event.options[chosen].att
    if att > week.attention + 1e-9:
        text = f"“{event.options[chosen].label}” needed {att} of attention, and none was left."
        week.say("refused", text, event=event.id, option=chosen)
        return False
    week.attention -= att
    return True


def _carry_out(week: Week, event: Event, chosen: int) -> None:
    option = event.options[chosen]
    worked = option.need is None or met(week, option.need)
    apply(week, option.fx if worked else option.fx_else, f"answer {event.id} {chosen}")
    _book(week, event, option.key)
    failed = "" if worked else " It did not work: there was not enough trust or goodwill for it."
    text = f"{event.title}: {option.because}.{failed}"
    week.say("answered", text, event=event.id, option=chosen, worked=worked)


def _ignore(week: Week, event: Event) -> None:
    last: Option = event.options[-1]
    apply(week, last.fx, f"answer {event.id} {len(event.options) - 1}")
    _book(week, event, min(IGNORED, last.key))
    text = f"{event.title}: nobody answered, so {last.because}."
    week.say("ignored", text, event=event.id, option=len(event.options) - 1)


def _book(week: Week, event: Event, key: float) -> None:
    week.state["keys"][event.theme].append(key)


def met(week: Week, need: Need) -> bool:
    if need.what == "trust":
        return bool(week.state["stake"][need.who]["tr"] >= need.least)
    return bool(week.state["team"][need.who]["mor"] >= need.least)


def arrive(week: Week) -> None:
    """Put the events of next week into the inbox."""
    coming = week.number + 1
    week.state["pending"] = [name for at, name in week.state["deck"] if at == coming]
    for name in week.state["pending"]:
        week.say("arrived", week.scenario.event[name].title, event=name)
