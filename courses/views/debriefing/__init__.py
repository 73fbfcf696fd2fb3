"""Pages of the debrief of a run: the guess, the report, sharing it, an instructor's comment."""
