"""What a learner may see, as `observe(scenario, state)` gives it; and the words of decisions.

Nothing else may reach a page. A view is JSON (dicts, lists, str, int, float, bool, None):

    {"engine": "1", "slug": str, "title": str, "week": 5,      # the week to be played
     "weeks_max": 20, "over": bool,
     "status": "running" | "launched" | "out_of_time" | "out_of_trust" | "out_of_money",
     "launched_at": 14.3 | None,                               # fractional week, when launched
     "promise": {"occasion": "SupportWorld", "week": 14.0, "first": 14, "extension": 0},
     "attention": {"full": 6, "now": 5.4, "lost": 0.6},        # lost: to escalations and events
     "money": {"budget": 1450.0, "reserve": 120.0, "spent": 368.0, "left": 1082.0,
               "a_week": 92.0, "at_end": 1390.0},              # thousands; at_end: at plan's pace
     "plan": {"launch": 14.6,                                  # from what has been reported
              "critical": ["P2", "Q2", "Q3"],                  # the chain that gives that date
              "milestones": [4, 8, 12], "next_milestone": 8 | None},
     "packages": [{"id": "M2", "name": str, "team": "ml", "estimate": 20.0, "total": 23.1,
          "done": 6.2, "progress": 0.27,                       # as last told: done / total, <= 0.95
          "told": 3, "age": 2,                                 # week last told, weeks since
          "started": 4 | 0, "finished": 9 | 0, "ready": bool,  # ready: could be worked on
          "waits": [{"on": "M1", "share": 0.8, "met": bool}],
          "bar": [3.0, 7.4], "float": 0.0, "critical": bool,   # planned start, end; weeks to spare
          "maxp": 5, "kind": "work" | "lead", "windows": [int], "spiked": bool,
          "integrates": bool, "legal_gate": bool, "optional": bool, "added": 3.0}],
     "teams": [{"id", "name", "lead": str, "heads": 5, "full": 5, "newcomers": 0, "lent": 0,
          "guests": 0, "contractors": 0, "overtime": 0 | 1 | 2,
          "mode": "speed" | "balanced" | "quality", "priority": ["M1", "M2", "M3"],
          "mood": 0.71 | None, "fatigue": 0.1 | None, "mood_word": "steady",
          "seen": 3, "age": 2, "coached": 0,
          "helpers": ["plat"], "doing": ["M2"]}],
     "interfaces": [{"id": "I1", "name", "a": "M2", "b": "P2", "aligned": 0, "age": 5,
          "state": "fresh" | "ageing" | "old" | "joined", "integrated": bool}],
     "items": [{"id": "mobile", "name", "about", "owner": "ceo", "stated": 8.0,
          "reviewed": 3.1 | None, "on": bool, "cut_week": 0, "work": [{"package": "U2", "pw": 5}],
          "pw": 8.0}],
     "stakeholders": [{"id": "ceo", "name", "role", "quote", "sponsor": bool,
          "trust": 62.0, "change": -1.5, "believes": 14.0, "briefed": 2, "age": 3, "cadence": 3,
          "due": bool, "weight": 0.3}],
     "risks": [{"id": "gpu", "name", "severity": 9.0, "likelihood": [0.25, 0.6],
          "window": [3, 7] | None, "trigger": {"on": "M2", "share": 0.75} | None,
          "state": "open" | "mitigated" | "fired" | "void" | "past", "known": 1,  # week known
          "mitigation": {"label", "money": 17.0, "att": 1, "p": 0.25, "impact": 1.0},
          "fired": 0 | 6, "mitigated": 0 | 3}],                # only risks that are known
     "inbox": [{"id": "pet", "theme": "align", "title", "brief",
          "options": [{"number": 0, "label", "known", "att": 0, "ignored": bool}]}],
     "launch": {"gate": 0 | 1 | 2, "choices": ["wait", "gaps", "go"], "why": str},
     "report": {"rag": "G" | "A" | "R" | None, "forecast": 14.0},   # what was sent last
     "history": [{"week": 1, "forecast": 14.0, "rag": "G", "plan": 14.1, "commit": 14.0,
          "reported": 12.0, "total": 144.0, "spent": 92.0, "trust": {"ceo": 60.0}}],
     "unlocked": ["inbox", "board", "cards", "report", …],        # what a first run has met by now
     "cards": CARDS}                                           # as engine.possible gives them

An EVENT is `{"week": 5, "kind": str, "text": "… because …", "public": bool, "facts": {…}}`. The
facts hold names and numbers: package, team, item, risk, stakeholder, interface, event, option,
card, pw, weeks, money, trust, att. Kinds:

    refused         a card or answer that could not be done: facts.card, text says why
    synced unblocked surprised spiked aligned integrated mitigated reviewed_risks reviewed_values
    coached lent hired briefed cut restored date_moved date_refused          (a card was played)
    answered ignored lapsed                                   (an event was answered, or was not)
    started finished reopened                                                          (packages)
    integration_shock risk_fired left settled               (interfaces, risks, people, newcomers)
    watermelon surprise broken_promise bad_news silence escalation       (what people now believe)
    arrived                                                            (a new event in the inbox)
    launched out_of_time out_of_trust out_of_money                                      (the end)
    blocked                     public = False: kept for the debrief, never shown in play

`engine.told(events)` keeps the public ones; `engine.causes(events)` the few worth three lines.

Decisions of one week are JSON; every key may be left out, and what is not understood is dropped:

    {"cards": [["sync", "ml"], …],                             # at most 16, played in this order
     "prio": {"ml": ["M3", "M2", "M1"]}, "ot": {"ml": 1}, "mode": {"ml": "quality"},
     "respond": {"pet": 1},                                    # event: number of the option
     "report": {"fc": 14.5, "rag": "A"}, "launch": "wait" | "gaps" | "go"}

    sync|coach|contractor TEAM · align|integrate IFACE · spike WP · mitigate RISK · brief STAKE ·
    negscope ITEM 0|1 (0 cuts, 1 restores) · negdate 1|2|3 · loan FROM TO · riskreview · valuereview

`engine.cost(scenario, state, card)` is the attention a card takes; `engine.possible(scenario,
state)` lists every card: `{"card": ["sync", "ml"], "kind": "sync", "about": "ml", "label": str,
"att": 1, "money": 0.0, "effect": str, "allowed": bool, "why": str}` (why: the sentence when it is
not allowed).
"""

from typing import Any

from courses.simulations.engine.offering import possible
from courses.simulations.engine.seeing import items, money, packages, people, risks, teams
from courses.simulations.engine.state import State, in_order, is_over
from courses.simulations.engine.stepping import attention
from courses.simulations.scenario import Scenario

View = dict[str, Any]

LOUD = (
    "risk_fired",
    "integration_shock",
    "broken_promise",
    "watermelon",
    "left",
    "date_refused",
    "escalation",
    "ignored",
    "answered",
    "unblocked",
    "date_moved",
    "bad_news",
    "surprise",
    "integrated",
    "silence",
    "reopened",
    "finished",
)
GATES = (
    "No launch yet: work it cannot go without is not done.",
    "It could go out with gaps; what is missing would be missed.",
    "Everything is done.",
)


def observe(scenario: Scenario, state: State) -> View:
    """The view of the coming week; nothing in it depends on what is hidden."""
    meta, state = scenario.meta, in_order(scenario, state)
    return {
        "engine": state["engine"],
        "slug": meta.slug,
        "title": meta.title,
        "week": state["week"],
        "weeks_max": meta.weeks_max,
        "over": is_over(state),
        "status": state["status"],
        "launched_at": state["launched_at"],
        "promise": {
            "occasion": meta.occasion,
            "week": state["commit"],
            "first": meta.market_week,
            "extension": state["ext"],
        },
        "attention": _attention(scenario, state),
        "money": money(scenario, state),
        **packages(scenario, state),
        "teams": teams(scenario, state),
        "interfaces": people_meet(scenario, state),
        "items": items(scenario, state),
        "stakeholders": people(scenario, state),
        "risks": risks(scenario, state),
        "inbox": inbox(scenario, state),
        "launch": launch(scenario, state),
        "report": _last_report(state),
        "history": history(state),
        "unlocked": unlocked(state),
        "cards": possible(scenario, state),
    }


def told(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What may be shown during play."""
    return [event for event in events if event["public"]]


def causes(events: list[dict[str, Any]], most: int = 3) -> list[dict[str, Any]]:
    """The few that say what happened and why, the gravest first."""
    loud = [event for event in told(events) if event["kind"] in LOUD]
    return sorted(loud, key=lambda event: LOUD.index(event["kind"]))[:most]


def _attention(scenario: Scenario, state: State) -> View:
    now = attention(scenario, state)
    full = scenario.meta.attention
    return {"full": full, "now": round(now, 2), "lost": round(max(0.0, full - now), 2)}


def people_meet(scenario: Scenario, state: State) -> list[View]:
    """The interfaces: when they were last agreed, not how far apart they are."""
    week = state["week"]
    return [
        {
            "id": name,
            "name": part.name,
            "a": part.a,
            "b": part.b,
            "aligned": (iface := state["iface"][name])["wk"],
            "age": week - iface["wk"] if iface["wk"] else week - 1,
            "state": _freshness(week, iface),
            "integrated": bool(iface["early"] or iface["hit"]),
        }
        for name, part in scenario.iface.items()
    ]


def _freshness(week: int, iface: State) -> str:
    if iface["early"] or iface["hit"]:
        return "joined"
    age = week - iface["wk"] if iface["wk"] else week + 2
    if age <= 2:
        return "fresh"
    return "ageing" if age <= 5 else "old"


def inbox(scenario: Scenario, state: State) -> list[View]:
    found = []
    for name in state["pending"]:
        event = scenario.event[name]
        options = [
            {
                "number": at,
                "label": option.label,
                "known": option.known,
                "att": option.att,
                "ignored": at == len(event.options) - 1,
            }
            for at, option in enumerate(event.options)
        ]
        line = {"id": name, "theme": event.theme, "title": event.title, "brief": event.brief}
        found.append({**line, "options": options})
    return found


def launch(scenario: Scenario, state: State) -> View:
    """Which launches the gate allows; it opens on what everybody can see is finished."""
    open_to = 0 if is_over(state) else state["ready"]
    return {
        "gate": open_to,
        "choices": ["wait", "gaps", "go"][: open_to + 1],
        "why": GATES[open_to],
    }


def _last_report(state: State) -> View:
    for report in reversed(state["reports"]):
        if report["fc"] is not None or report["rag"] is not None:
            return {"rag": report["rag"], "forecast": report["fc"]}
    return {"rag": None, "forecast": None}


def history(state: State) -> list[View]:
    return [
        {
            "week": line["week"],
            "forecast": line["fc"],
            "rag": line["rag"],
            "plan": round(line["plan"], 1),
            "commit": line["commit"],
            "reported": line["shown"],
            "total": round(line["rep"], 1),
            "spent": round(line["spent"], 1),
            "trust": line["tr"],
        }
        for line in state["history"]
    ]


def unlocked(state: State) -> list[str]:
    """The panels a first run has met: everything is there from week 3."""
    order = ["inbox", "board", "cards", "report", "teams", "people", "risks", "scope", "interfaces"]
    return order[: 4 if state["week"] == 1 else 7 if state["week"] == 2 else len(order)]
