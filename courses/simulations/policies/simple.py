"""Players without a plan: who does nothing, pushes, plays at random, or only talks."""

from courses.simulations.policies.chance import Chance
from courses.simulations.policies.judgement import Judgement
from courses.simulations.policies.playing import Player, Policy
from courses.simulations.policies.tray import Card, Decisions, Tray, View, decisions
from courses.simulations.scenario import Scenario

ELSEWHERE = 0.6


def do_nothing(scenario: Scenario, seed: int) -> Player:
    """Says nothing, asks nothing, and launches when everything is ready."""

    def player(view: View) -> Decisions:
        return {"launch": _go(view)}

    return player


def pusher(scenario: Scenario, seed: int) -> Player:
    """Asks every team every week, wants speed and overtime, says yes to all and reports green."""
    judgement = Judgement(scenario, Chance("pusher", seed))

    def player(view: View) -> Decisions:
        answers = {one["id"]: judgement.unsound(one["id"]) for one in view["inbox"]}
        tray = Tray(view, answers)
        tray.fill([["sync", team["id"]] for team in view["teams"]])
        made = decisions(tray.cards, answers, view["promise"]["week"], "G")
        made["ot"] = {team["id"]: 2 for team in view["teams"]}
        made["mode"] = {team["id"]: "speed" for team in view["teams"]}
        return made | {"launch": _go(view)}

    return player


def random_valid(scenario: Scenario, seed: int) -> Player:
    """Any cards that are allowed, any answers, any report."""
    chance = Chance("random", seed)

    def player(view: View) -> Decisions:
        week = view["week"]
        answers = {
            one["id"]: int(chance("answer", one["id"]) * len(one["options"]))
            for one in view["inbox"]
        }
        tray = Tray(view, answers)
        allowed: list[Card] = [one["card"] for one in view["cards"] if one["allowed"]]
        tray.fill(sorted(allowed, key=lambda card: chance("card", week, *card)))
        said = view["promise"]["week"] - 2.0 + 6.0 * chance("forecast", week)
        colour = "GAR"[int(3 * chance("colour", week))]
        return decisions(tray.cards, answers, said, colour) | {"launch": _go(view)}

    return player


def over_communicator(scenario: Scenario, seed: int) -> Player:
    """Meets everybody in turn, reports an honest amber, and trades nothing against anything."""
    judgement = Judgement(scenario, Chance("over_communicator", seed))

    def player(view: View) -> Decisions:
        answers = {
            one["id"]: judgement.answer(one, 1.0 if one["theme"] == "comms" else ELSEWHERE)
            for one in view["inbox"]
        }
        tray = Tray(view, answers)
        turns = _turns(view)
        start = (view["week"] - 1) * 5 % len(turns)
        tray.fill(turns[start:] + turns[:start])
        return decisions(tray.cards, answers, view["plan"]["launch"], "A") | {"launch": _go(view)}

    return player


def _turns(view: View) -> list[Card]:
    syncs = [["sync", team["id"]] for team in view["teams"]]
    briefs = [["brief", person["id"]] for person in view["stakeholders"]]
    return [*syncs, *briefs, ["riskreview"]]


def _go(view: View) -> str:
    return "go" if view["launch"]["gate"] == 2 else "wait"


SIMPLE = (
    Policy("pusher", pusher),
    Policy("do_nothing", do_nothing),
    Policy("random_valid", random_valid),
    Policy("over_communicator", over_communicator),
)
