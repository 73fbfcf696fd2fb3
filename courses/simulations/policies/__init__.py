"""Players made of rules, who see what a learner sees; they measure a scenario and give it a par.

    policy("tuned")                             # a Policy by its name; see NAMES
    REFERENCE                                   # the one the debrief compares with
    log = play(scenario, seed, policy(name))    # a whole game; log=... begins with given weeks
    state, log = play_on(scenario, seed, state, policy(name))    # go on from any state

CLAIRVOYANT searches the deal it is dealt, thirty games long: a ceiling, and slow.
Policies remember nothing but what is in the view, so any of them can take over any game. Their
own luck (lapses, guesses) follows from their name and the seed: playing again gives the same log.
"""

from courses.simulations.policies.clairvoyant import CLAIRVOYANT
from courses.simulations.policies.habits import COMPETENT, NOVICE, TUNED, Habits
from courses.simulations.policies.planner import planner
from courses.simulations.policies.playing import Log, Player, Policy, play, play_on
from courses.simulations.policies.simple import SIMPLE

POLICIES = {
    one.name: one
    for one in (
        *SIMPLE,
        planner("novice", NOVICE),
        planner("competent", COMPETENT),
        planner("tuned", TUNED),
    )
}
NAMES = tuple(POLICIES)
REFERENCE = POLICIES["tuned"]

__all__ = [
    "CLAIRVOYANT",
    "NAMES",
    "POLICIES",
    "REFERENCE",
    "Habits",
    "Log",
    "Player",
    "Policy",
    "planner",
    "play",
    "play_on",
    "policy",
]


def policy(name: str) -> Policy:
    """The policy of that name; KeyError when there is none."""
    return POLICIES[name]
