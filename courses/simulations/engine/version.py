"""The version of the engine's rules; a run is played to its end by the version it began with."""

VERSION = "1"
