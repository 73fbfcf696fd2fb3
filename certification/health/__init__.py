"""How questions and forms behave when people sit them."""

from certification.health.answers import Sat, chosen_of, exposure_counts, sat
from certification.health.boards import Board, Line, board, item_page
from certification.health.cutting import WhatIf, maximum_of, spread_of, what_if

__all__ = [
    "Board",
    "Line",
    "Sat",
    "WhatIf",
    "board",
    "chosen_of",
    "exposure_counts",
    "item_page",
    "maximum_of",
    "sat",
    "spread_of",
    "what_if",
]
