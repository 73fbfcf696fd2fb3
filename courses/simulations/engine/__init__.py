"""The engine: one week at a time, from a state and decisions to a state and what happened.

    state = begin(scenario, seed)
    state, events = step(scenario, state, decisions, seed)     # the old state is left as it was
    view = observe(scenario, state)                            # all that a learner may see
    score(scenario, state); digest(state); replay(scenario, seed, log)

The shapes of views, events and decisions are written down in `engine.view`.
"""

from courses.simulations.engine.allowing import cost
from courses.simulations.engine.beginning import begin
from courses.simulations.engine.cleaning import clean
from courses.simulations.engine.luck import Luck
from courses.simulations.engine.offering import possible
from courses.simulations.engine.replaying import replay
from courses.simulations.engine.scoring import breakdown, score
from courses.simulations.engine.state import digest, is_over
from courses.simulations.engine.stepping import step
from courses.simulations.engine.version import VERSION
from courses.simulations.engine.view import causes, observe, told

__all__ = [
    "VERSION",
    "Luck",
    "begin",
    "breakdown",
    "causes",
    "clean",
    "cost",
    "digest",
    "is_over",
    "observe",
    "possible",
    "replay",
    "score",
    "step",
    "told",
]
