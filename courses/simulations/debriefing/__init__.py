"""The debrief of a finished game: what happened, why, and what would have come of other choices.

Pure, like the engine: the same scenario, seed and log give the same debrief, as plain JSON. It is
worked out in steps, in the order of STEPS; `Debrief.parts` holds each result under its step:

    parts[step] = work(step, game, parts)             # game = Game(scenario, seed, log)

Points are 0 to 100, to 2 places. A WEEK is a whole number from 1. A DATE is a week as a float
(14.3 is early in week 15), to 2 places. `ended` is the date of the launch, or weeks_max + 2 when
nothing launched. pw are person-weeks, money is thousands of dollars. Every `text` and every entry
of `sentences` is a finished plain sentence (or two), to be shown as it stands; `name` is what a
reader calls a thing, `key` and `id` are for code. Lists are in the order in which to show them.

"reference" — the same deal, played by the reference policy from week 1:
    {"yours": PLAY, "par": PLAY, "sentences": [str]}
    PLAY = {"launched_at": DATE | None, "ended": DATE, "status": "launched" | "out_of_time" |
            "out_of_trust" | "out_of_money", "promise": DATE, "scope": {"kept": [str names],
            "cut": [{"name": str, "week": WEEK}]}, "spent": float, "budget": float,
            "value": float,                               # share of the promised value, 0 to 1
            "scores": {"align", "lead", "risk", "comm", "exec", "outcome", "total": float},
            "burn": [{"week": WEEK, "true": pw, "told": pw, "done": pw, "shown": pw}],
                                # true and told: size of all work; done and shown: really, as told
            "cards": [{"kind": "sync", "name": "Syncs", "count": int}],
            "weeks": [{"week": WEEK, "did": [str]}]}      # what was decided, in words

"scores" — the five responsibilities, the outcome and the total against par:
    {"rows": [ROW × 7, total last], "strongest": key, "weakest": key, "sentences": [str]}
    ROW = {"key": "align" | "lead" | "risk" | "comm" | "exec" | "outcome" | "total", "name": str,
           "yours": float, "par": float, "difference": float,            # yours - par
           "band": "trivial" | "novice" | "competent" | "strong", "band_name": str,
           "parts": [{"key": str, "name": str, "weight": float, "points": float, "par": float,
                      "lost": float,              # points of this score given away by this part
                      "text": "…, so …, with figures and weeks"}]}          # [] for the total

"handover" — your log to the end of a week, then the reference policy to the end:
    {"points": [{"week": 0…n, "total": float, "ended": DATE}],  # 0: reference from week 1
     "losses": [{"week": WEEK, "lost": float, "text": str,    # negative: better than the reference
                 "instead": [str, at most 4]}],               # what the reference would have done
     "lost": float,                                   # in all; the losses add up to it
     "worst": {"from": WEEK, "to": WEEK, "lost": float, "share": 0…1} | None,
     "sentences": [str]}

"path" — the package that truly gave the date, week by week:
    {"weeks": [{"week": WEEK, "package": id | "", "name": str, "team": str, "date": DATE,
                "moved": float}],                  # the true forecast after the week, and its move
     "stretches": [{"package": id, "name": str, "team": str, "from": WEEK, "to": WEEK,
                    "moved": float, "text": str}],
     "chain": [{"package": id, "name": str, "team": str, "start": DATE, "end": DATE | None,
                "estimate": pw, "true": pw, "text": str}],    # backwards from the launch, in time
     "sentences": [str]}                           # how the slip came about, as a short story

"slip" — the same game with one hazard switched off; here `ended` of a game that never launched
is when it would have been done as things stood at its end:
    {"ended": DATE, "launched": bool, "promised": DATE, "late": float,
     "total": float,
     "causes": [{"key": CAUSE, "name": str, "ended": DATE, "weeks": float, "total": float,
                 "points": float, "text": str}],   # weeks: saved without it; the largest first
     "biggest": CAUSE | "none", "note": str}       # note: why these do not add up; always show it
    CAUSE = "estimates" | "events" | "flaws" | "interfaces" | "risks" | "blockers"

"families" — exact Shapley values of six families of decisions (64 replays):
    {"empty": float, "yours": float,               # without any decision, and as played
     "rows": [{"key": "risk" | "people" | "scope" | "comms" | "interfaces" | "pace", "name": str,
               "about": str, "decisions": int, "points": float, "text": str}],  # most first
     "note": str}                                  # empty + all points = yours

"decisions" — each decision left out, everything else as it was:
    {"count": int, "helped": int, "neutral": int, "hurt": int,    # over .5, within, below -.5
     "best": [DECISION, at most 5], "worst": [DECISION, at most 5], "note": str,
     "answers": [{"week": WEEK, "event": id, "title": str, "ignored": bool, "text": str,
                  "options": [{"label": str, "chosen": bool, "total": float, "ended": DATE,
                               "points": float}]}]}      # points against what you chose
    DECISION = {"week": WEEK, "family": key, "kind": "card" | "answer" | "report" | "order" |
                "launch", "what": str, "points": float, "weeks": float, "text": str}
                # points: what it brought (negative: cost); weeks: later (+) or earlier (-) by it

"honesty" — what you said, what people believed, what was true:
    {"weeks": [{"week": WEEK, "forecast": DATE, "rag": "G" | "A" | "R" | None,
                "right_rag": "G" | "A" | "R", "true": DATE, "plan": DATE, "promise": DATE,
                "believed": {stakeholder id: DATE}, "trust": {stakeholder id: float}}],
     "people": [{"id": str, "name": str, "role": str, "weight": float, "start": float,
                 "trust": float, "briefings": int, "silent": int, "error": float, "text": str}],
                        # trust: at the end; silent: weeks over the cadence; error: mean weeks wrong
     "actual": DATE | None, "ended": DATE,
     "marks": [{"week": WEEK, "kind": "watermelon" | "broken_promise" | "surprise" | "bad_news" |
                "date_moved" | "date_refused", "name": str, "text": str}],
     "false_greens": int, "slipping": int,         # weeks; green or silent ones among the slipping
     "sentences": [str]}

"risks" — every risk of the deal, hidden ones too:
    {"rows": [{"id": str, "name": str, "hidden": bool, "severity": float,
               "said": [low, high], "p": 0…1, "left": 0…1,       # true p; p after mitigation
               "known": WEEK | 0, "mitigated": WEEK | 0, "money": float, "worth": float,
               "window": [WEEK, WEEK] | None, "trigger": {"package": id, "name": str,
                                                         "share": 0…1} | None,
               "state": "fired" | "past" | "void" | "open", "week": WEEK | 0,  # of that state
               "verdict": VERDICT, "verdict_name": str, "text": str}],
     "counts": {VERDICT: int}, "sentences": [str]}
    VERDICT = "sound" (answered, did not come) | "unlucky" (good decision, bad luck) |
              "lucky" (left open, good luck) | "caught" (left open, and it came) |
              "overpaid" | "left" (rightly left alone) | "rare" (rightly left, and it came) |
              "unseen" (nobody asked, good luck) | "struck" (nobody asked, and it came) | "gone"

"unasked" — what could have been known, and which question would have shown it:
    {"rows": [{"kind": "sync" | "riskreview" | "valuereview" | "spike", "about": id | "",
               "name": str, "week": WEEK, "until": WEEK, "cost": int,      # attention
               "believed": str, "truth": str, "text": str}],               # most useful first
     "missed": int, "asked": int, "sentences": [str]}   # questions that showed something new

"plan" — what to learn next, from the parts of the scores that lost most:
    {"rows": [{"score": key, "name": str, "yours": float, "par": float, "because": str,
               "competencies": [slug, most fitting first],
               "courses": [slug], "lessons": [{"course": slug, "title": str}],
               "mentoring": {"competency": slug, "focus": str}, "practice": str}],  # at most 3
     "behaviours": [str]}                          # suggestions for the one commitment

`names` has the words for keys (CAUSES, FAMILIES, SCORES). The learner's guess, asked before any
of this is shown, is {"week": 0…weeks_max, "cause": CAUSE | "none"} (0: it was never lost), and
`answered(guess, parts)` compares it with the truth:
    {"week": {"said": int, "true": int, "right": bool, "text": str},
     "cause": {"said": str, "true": str, "right": bool, "text": str}}
"""

from courses.simulations.debriefing.game import Game
from courses.simulations.debriefing.guessing import answered
from courses.simulations.debriefing.working import STEPS, work

__all__ = ["STEPS", "Game", "answered", "work"]
