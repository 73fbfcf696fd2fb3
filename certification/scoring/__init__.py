"""The scorer: what answers and marks are worth, by rules that are named and never change silently.

Plain Python: nothing here reads the database, the clock or a random number. A change of any rule
takes a new `SCORER`, so that every stored score says which rules made it.

| kind | rule |
|---|---|
| one choice | right or wrong |
| several choices | plus/minus: right less wrong, never below nothing, of all right ones |
| number | right within an absolute tolerance |
| order | Kendall's tau between the answer and the key, never below nothing |
| pairs | the share of right pairs |
| short answer | equal to an accepted answer after folding case, accents, spaces and punctuation |
| essay or case | the mean of two marks, or the adjudicator's alone |
"""

from certification.scoring.papers import Asked, Result, Scale, scaled, score_paper
from certification.scoring.versions import SCORER
from institute.items.rules import RULES, share

__all__ = ["RULES", "SCORER", "Asked", "Result", "Scale", "scaled", "score_paper", "share"]
