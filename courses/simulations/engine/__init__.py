"""The engine: one week at a time, from a state and decisions to a state and what happened."""

VERSION = "1"
