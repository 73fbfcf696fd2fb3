"""Project simulations, in plain Python: the engine, its scenarios, policies and measurements.

Nothing here imports Django, reads a clock or a stream of random numbers. What a run was follows
from the scenario, the seed, the engine's version and the log of decisions.
"""
