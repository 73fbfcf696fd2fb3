"""What a visitor asked the catalogue for: everything stands in the address."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

FACETS = ("competency", "level", "format", "starts", "price", "seats")
SORTS = {
    "start": "Next start date",
    "relevance": "Best match",
    "length": "Length",
    "price": "Price",
}
LONGEST_QUESTION = 80
LAST_PAGE = 500


@dataclass(frozen=True)
class Wanted:
    """A search with its filters. Facets hold several values; any of them will do."""

    q: str = ""
    competency: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    price: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    sort: str = ""
    page: int = 1

    @classmethod
    def read(cls, params: Mapping[str, Sequence[str]]) -> "Wanted":
        """From the lists of a query string; what makes no sense is left out."""
        chosen = {facet: _values(params.get(facet, ())) for facet in FACETS}
        sort = _last(params, "sort")
        page = _last(params, "page")[:4]
        return cls(
            q=" ".join(_last(params, "q").replace("\x00", " ").split())[:LONGEST_QUESTION],
            sort=sort if sort in SORTS else "",
            page=min(int(page), LAST_PAGE)
            if page.isascii() and page.isdigit() and int(page)
            else 1,
            **chosen,
        )

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen in one facet."""
        values: tuple[str, ...] = getattr(self, facet)
        return values

    @property
    def filters(self) -> Iterator[tuple[str, str]]:
        """Every applied filter as (facet, value)."""
        for facet in FACETS:
            for value in self.chosen(facet):
                yield facet, value

    @property
    def order(self) -> str:
        """The order that applies: the best match first when there are words to match."""
        if self.sort and (self.sort != "relevance" or self.q):
            return self.sort
        return "relevance" if self.q else "start"

    def without(self, facet: str, value: str = "") -> "Wanted":
        """The same, with one value of a facet dropped, or all of them."""
        kept = tuple(v for v in self.chosen(facet) if value and v != value)
        return replace(self, **{facet: kept}, page=1)  # type: ignore[arg-type]

    def cleared(self) -> "Wanted":
        """The same words and order without any filter."""
        return Wanted(q=self.q, sort=self.sort)

    def at(self, page: int) -> "Wanted":
        """Another page of the same."""
        return replace(self, page=page)

    @property
    def query(self) -> str:
        """The shortest query string that says this, with its question mark."""
        pairs = [
            (field.name, value)
            for field in fields(self)
            if (value := getattr(self, field.name)) != field.default
        ]
        return "?" + urlencode(pairs, doseq=True)


def _values(given: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(v for v in given if v and len(v) <= 50 and v.isprintable()))[:20]


def _last(params: Mapping[str, Sequence[str]], name: str) -> str:
    values = params.get(name)
    return values[-1] if values else ""
