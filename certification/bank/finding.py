"""Looking for items: three queries, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from certification.models import (
    AttemptItem,
    CognitiveLevel,
    Domain,
    FormItem,
    ItemKind,
    ItemStatus,
    ItemVersion,
)
from certification.models.item import WORDS

A_PAGE = 50
LONGEST = 100


@dataclass(frozen=True)
class Filters:
    """What somebody wants to see; empty means all. `scenario` is "", "yes" or "no"."""

    q: str = ""
    status: str = ""
    domain: str = ""
    level: str = ""
    kind: str = ""
    scenario: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filters":
        """From an address; what is not known counts as nothing."""
        known: dict[str, list[str]] = {
            "status": ItemStatus.values,
            "level": CognitiveLevel.values,
            "kind": ItemKind.values,
            "scenario": ["yes", "no"],
        }
        said = {one.name: str(given.get(one.name) or "").strip() for one in fields(cls)}
        chosen = {k: v for k, v in said.items() if k not in known or v in known[k]}
        chosen["q"] = chosen["q"].replace("\0", "")[:LONGEST]
        chosen["domain"] = chosen["domain"].replace("\0", "")[:40]
        return cls(**chosen)

    @property
    def query(self) -> str:
        """As an address carries it; what is empty is left out."""
        return urlencode({k: v for k, v in self.__dict__.items() if v})

    def but(self, **other: str) -> str:
        """The query with something else in place of a part."""
        return Filters(**(self.__dict__ | other)).query

    def versions(self) -> QuerySet[ItemVersion]:
        """Current versions that fit, whatever their state."""
        wanted = Q()
        for name, path in (("domain", "domain__slug"), ("level", "level"), ("kind", "kind")):
            if value := getattr(self, name):
                wanted &= Q(**{path: value})
        if self.scenario:
            wanted &= Q(scenario=self.scenario == "yes")
        found = ItemVersion.objects.current().filter(wanted)
        if not self.q:
            return found
        words = SearchQuery(self.q, config="english", search_type="websearch")
        return found.alias(words=WORDS).filter(Q(words=words) | Q(item__key__istartswith=self.q))

    def chosen(self) -> QuerySet[ItemVersion]:
        """Current versions that fit, in the wanted state."""
        found = self.versions()
        return found.filter(item__status=self.status) if self.status else found


@dataclass(frozen=True)
class Found:
    """A page of the bank and what stands around it."""

    rows: list[ItemVersion]
    states: list[tuple[str, str, int]]
    domains: list[Domain]
    total: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // A_PAGE))


def find(wanted: Filters, page: int) -> Found:
    """The page of items, the number in each state, and the domains."""
    grouped = wanted.versions().order_by().values_list("item__status")
    counts = dict(grouped.annotate(n=Count("pk")))
    states = [(key, str(name), counts.get(key, 0)) for key, name in ItemStatus.choices]
    total = counts.get(wanted.status, 0) if wanted.status else sum(counts.values())
    page = min(max(page, 1), max(1, -(-total // A_PAGE)))
    rows = _with_exposure(wanted.chosen().select_related("item", "domain", "item__author"))
    rows = rows.defer("options", "key", "rubric", "rationale").order_by("item__key")
    start = (page - 1) * A_PAGE
    return Found(
        list(rows[start : start + A_PAGE]), states, list(Domain.objects.all()), total, page
    )


def _with_exposure(rows: QuerySet[ItemVersion]) -> QuerySet[ItemVersion]:
    """Each with `forms` it stands in and `met`, the candidates who were dealt it."""
    in_forms = FormItem.objects.filter(version__item=OuterRef("item")).exclude(form__status="draft")
    dealt = AttemptItem.objects.filter(form_item__version__item=OuterRef("item"))
    return rows.annotate(
        forms=Subquery(_number(in_forms, "version__item", "form")),
        met=Subquery(_number(dealt, "form_item__version__item", "pk")),
    )


def _number(rows: QuerySet[FormItem] | QuerySet[AttemptItem], by: str, what: str) -> QuerySet:  # type: ignore[type-arg]
    grouped: QuerySet = rows.order_by().values(by).annotate(n=Count(what, distinct=True))  # type: ignore[type-arg]
    return grouped.values("n")
