"""The item bank as it is looked through: search, filters, counts and exposure."""

from certification.bank.changes import Change, changes, outline
from certification.bank.finding import A_PAGE, Filters, Found, find
from certification.bank.saying import domain_names, exposure_of, question_of

__all__ = [
    "A_PAGE",
    "Change",
    "Filters",
    "Found",
    "changes",
    "domain_names",
    "exposure_of",
    "find",
    "outline",
    "question_of",
]
