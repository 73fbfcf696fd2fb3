"""Which rules a score was made by."""

SCORER = "2026-11"
