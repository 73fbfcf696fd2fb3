"""Measuring scenarios by playing them: whether skill shows, levers work and luck stays small.

Every question has seeds of its own, so that no figure is measured on what it was tuned with.
"""

TUNING, TABLES, CERTIFYING, LEVERS, LUCK = 10_000, 500_000, 600_000, 700_000, 800_000
