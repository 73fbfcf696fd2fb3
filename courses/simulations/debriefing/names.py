"""The words for the keys of a debrief."""

SCORES = {
    "align": "Alignment",
    "lead": "Teams",
    "risk": "Risk",
    "comm": "Stakeholders",
    "exec": "Delivery",
    "outcome": "Outcome",
    "total": "Total",
}
FIVE = ("align", "lead", "risk", "comm", "exec")

PARTS = {
    "align": {
        "pick": "Which scope was kept",
        "kept": "How much value was kept",
        "discovery": "Finding out what scope is worth",
        "earliness": "Cutting early",
        "answers": "Answers about goals and scope",
    },
    "lead": {
        "morale": "Spirits",
        "lowest": "The team that was worst off",
        "fatigue": "Tiredness",
        "staying": "People who stayed",
        "mismatch": "Agreements between teams",
        "blocked": "Weeks lost to blockers",
        "answers": "Answers about people",
        "flips": "Changed priorities",
    },
    "risk": {
        "exposure": "Exposure removed",
        "found": "Hidden risks found in time",
        "spend": "Money spent on the right risks",
        "spikes": "Trying the hard parts first",
        "answers": "Answers to crises",
    },
    "comm": {
        "actual": "Forecast against what came",
        "truth": "Forecast against what was true then",
        "belief": "What people believed before the end",
        "colours": "Colours of the reports",
        "false_green": "Green while slipping",
        "trust": "Trust",
        "cadence": "Nobody left in silence",
        "answers": "Answers about what to say",
        "base": "For being there",
        "broken": "Broken promises",
        "watermelons": "Watermelons",
    },
    "exec": {
        "date": "The date",
        "pace": "Pace of what set the date",
        "rework": "Rework",
        "flaws": "Flaws that shipped",
        "cost": "Cost",
    },
    "outcome": {
        "value": "Value that reached users",
        "cost": "Cost",
        "trust": "Trust",
        "morale": "Spirits at the end",
        "readiness": "How ready it was",
    },
}

BANDS = {
    "trivial": "No better than a single habit",
    "novice": "Novice",
    "competent": "Competent",
    "strong": "Strong",
}

CAUSES = {
    "estimates": "Estimates that were short",
    "events": "Events and how they were met",
    "flaws": "Flaws and rework",
    "interfaces": "Interfaces between teams",
    "risks": "Risks that came true",
    "blockers": "Blockers nobody asked about",
    "none": "Nothing: the date held",
}

FAMILIES = {
    "risk": ("Risk", "Mitigations, risk reviews, spikes, answers to crises"),
    "people": ("People", "Syncs, coaching, loans, contractors, answers about people"),
    "scope": ("Scope", "Value reviews, cuts, answers about goals"),
    "comms": ("Communication", "Briefings, reports, the date you asked for, what you told"),
    "interfaces": ("Interfaces", "Aligning two sides, joining them early"),
    "pace": ("Pace", "Priorities, overtime, modes, the launch"),
}

CARDS = {
    "sync": "Syncs",
    "brief": "Briefings",
    "align": "Alignments",
    "integrate": "Early integrations",
    "mitigate": "Mitigations",
    "spike": "Spikes",
    "riskreview": "Risk reviews",
    "valuereview": "Value reviews",
    "negscope": "Changes of scope",
    "negdate": "Requests for a later date",
    "coach": "Coaching",
    "loan": "Loans of people",
    "contractor": "Contractors",
}

MARKS = {
    "watermelon": "Watermelon: green outside, red inside",
    "broken_promise": "Broken promise",
    "surprise": "A surprise at a milestone",
    "bad_news": "Bad news, late",
    "date_moved": "The promise was moved",
    "date_refused": "A later date was refused",
}

VERDICTS = {
    "unlucky": "Good decision, bad luck",
    "lucky": "Left open, good luck",
    "sound": "Good decision, and it held",
    "caught": "Left open, and it came",
    "struck": "Nobody asked, and it came",
    "unseen": "Nobody asked, good luck",
    "overpaid": "Dearer than it was worth",
    "rare": "Rightly left, and it came",
    "left": "Rightly left alone",
    "gone": "Went with its scope",
}

COLOURS = {"G": "green", "A": "amber", "R": "red", None: "no colour"}


def band(points: float) -> str:
    """Which kind of player scores like this."""
    if points < 40:
        return "trivial"
    if points < 60:
        return "novice"
    return "competent" if points < 80 else "strong"
