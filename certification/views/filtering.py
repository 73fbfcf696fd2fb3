"""Lists of forms and panels, by scheme and state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import QueryDict

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Shown:
    """What a reader asked to see; what is empty does not matter."""

    scheme: str = ""
    status: str = ""

    @classmethod
    def of(cls, data: QueryDict, states: Sequence[str]) -> "Shown":
        """As the address says; a state there is not asks for nothing."""
        status = data.get("status", "")
        scheme = data.get("scheme", "").replace("\0", "")[:100]
        return cls(scheme, status if status in states else "")

    def __bool__(self) -> bool:
        return bool(self.scheme or self.status)

    def rows(self, found: "QuerySet[M]", scheme_path: str) -> "QuerySet[M]":
        """Those that fit."""
        named = {scheme_path: self.scheme, "status": self.status}
        return found.filter(**{path: value for path, value in named.items() if value})
