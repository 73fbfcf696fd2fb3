"""One statement finds a page of the catalogue: courses, counts of every facet, the nearest."""

# ruff: noqa: S608 - every statement is fixed text; what a visitor typed travels as parameters

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from courses.catalogue.wanted import FACETS, Wanted
from courses.catalogue.words import unaccented, words_of

PAGE = 20
MONTHS = re.compile(r"\d{4}-\d\d$")
NEAREST = 3

FULL_TEXT = """
    SELECT {columns}, ts_rank(e.vector, {query}) AS rank
      FROM courses_catalogueentry e WHERE e.vector @@ {query}"""
FUZZY = """
    SELECT {columns}, (a.likeness + word_similarity(%(plain)s, e.title))::real AS rank
      FROM courses_alike(%(fuzzy)s) a JOIN courses_catalogueentry e USING (course_id)
     WHERE NOT EXISTS (SELECT FROM worded)"""
EVERYTHING = "SELECT {columns}, 0::real AS rank FROM courses_catalogueentry e"
COLUMNS = """e.course_id, e.title, e.competencies, e.level, e.format, e.weeks, e.hours,
    e.price_cents, e.next_start, e.start_months, e.seats_left, e.waitlist_open, e.revision"""
QUERY = """(websearch_to_tsquery('institute_english', %(whole)s)
    || (websearch_to_tsquery('institute_english', %(rest)s)
        && to_tsquery('institute_english', %(prefix)s)))"""
PRICE_BAND = """CASE WHEN price_cents = 0 THEN 'free' WHEN price_cents <= 50000 THEN 'to-500'
    WHEN price_cents <= 100000 THEN 'to-1000' ELSE 'over-1000' END"""
SEATS = """CASE WHEN seats_left > 0 THEN 'open' WHEN waitlist_open THEN 'waitlist' ELSE '' END"""
KEPT_BY = {
    "competency": "competencies && %(competency)s::varchar[]",
    "level": "level = ANY(%(level)s)",
    "format": "format = ANY(%(format)s)",
    "starts": """(start_months && %(starts)s::varchar[]
        OR ('now' = ANY(%(starts)s) AND start_months[1] < %(month)s))""",
    "price": f"{PRICE_BAND} = ANY(%(price)s)",
    "seats": f"{SEATS} = ANY(%(seats)s)",
}
# Arrays are grouped before they are taken apart: many courses share one.
COUNTED = {
    "competency": ("competencies", "unnest(key)"),
    "level": ("level", "key"),
    "format": ("format", "key"),
    "starts": ("start_months", "unnest(key)"),
    "price": (PRICE_BAND, "key"),
    "seats": (SEATS, "key"),
}
ORDERS = {
    "start": "next_start NULLS LAST, title, course_id",
    "relevance": "rank DESC, next_start NULLS LAST, course_id",
    "length": "weeks, hours, next_start NULLS LAST, course_id",
    "price": "price_cents, next_start NULLS LAST, course_id",
}


@dataclass(frozen=True)
class Offer:
    """A programme as the catalogue mentions it; no price means course by course."""

    slug: str
    title: str
    summary: str
    price_cents: int


@dataclass(frozen=True)
class Found:
    """A page of results. `courses` and `nearest` are (course id, revision) in order.

    `counts` says, per facet and value, how many courses the other filters leave; `dropping` how
    many would be left without each applied facet; `is_fuzzy` that no word matched as it was typed.
    """

    total: int = 0
    courses: tuple[tuple[int, int], ...] = ()
    nearest: tuple[tuple[int, int], ...] = ()
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    dropping: dict[str, int] = field(default_factory=dict)
    programmes: tuple["Offer", ...] = ()
    is_fuzzy: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def search(wanted: Wanted) -> Found:
    """Ask the database, once."""
    sql, params = statement(wanted)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return _read(cursor.fetchall(), str(params["month"]))


def statement(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """The SQL and its parameters."""
    words = words_of(wanted.q)
    params: dict[str, Any] = {
        "month": f"{timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE)):%Y-%m}",
        "whole": words.whole,
        "rest": words.rest,
        "prefix": words.prefix,
        "plain": unaccented(wanted.q),
        "fuzzy": list(words.fuzzy),
        "limit": PAGE,
        "offset": (wanted.page - 1) * PAGE,
        **{facet: list(wanted.chosen(facet)) for facet in FACETS},
    }
    tables = ",\n".join(f"{name} AS {sql}" for name, sql in _tables(wanted))
    return f"WITH {tables}\n{' UNION ALL '.join(_answers(wanted))}", params


def _tables(wanted: Wanted) -> Iterator[tuple[str, str]]:
    if wanted.q:
        yield "worded", f"MATERIALIZED ({FULL_TEXT.format(columns=COLUMNS, query=QUERY)})"
        yield "alike", f"MATERIALIZED ({FUZZY.format(columns=COLUMNS)})"
        yield "found", "MATERIALIZED (SELECT * FROM worded UNION ALL SELECT * FROM alike)"
    else:
        yield "found", f"MATERIALIZED ({EVERYTHING.format(columns=COLUMNS)})"
    kept = _kept(wanted)
    how = "NOT MATERIALIZED" if kept == "true" else "MATERIALIZED"
    yield "kept", f"{how} (SELECT * FROM found WHERE {kept})"


def _kept(wanted: Wanted, but: str = "") -> str:
    """What the applied filters keep, all of them or all but one."""
    applied = [KEPT_BY[facet] for facet in FACETS if wanted.chosen(facet) and facet != but]
    return " AND ".join(applied) or "true"


def _answers(wanted: Wanted) -> Iterator[str]:
    """Rows of (kind, key, label, number), one kind after the other."""
    yield "(SELECT 'total', '', '', count(*) FROM kept)"
    yield f"""(SELECT 'course', course_id::text, '', revision FROM kept
        ORDER BY {ORDERS[wanted.order]} LIMIT %(limit)s OFFSET %(offset)s)"""
    yield """(SELECT 'competency', slug, name, -1 FROM courses_competency ORDER BY array_position(
        ARRAY['expertise', 'skill', 'responsibility'], kind::text), position)"""
    for facet in FACETS:
        yield _count(wanted, facet)
    for facet in FACETS:
        if wanted.chosen(facet):
            others = _kept(wanted, but=facet)
            yield f"(SELECT 'dropping', '{facet}', '', count(*) FROM found WHERE {others})"
    if wanted == Wanted():
        yield """(SELECT 'programme', slug, title || E'\n' || summary, coalesce(price_cents, 0)
            FROM courses_programme ORDER BY price_cents NULLS LAST, title)"""
    if wanted.q:
        yield "(SELECT 'fuzzy', '', '', count(*) FROM alike)"
    yield from _nearest(wanted)


def _count(wanted: Wanted, facet: str) -> str:
    key, value = COUNTED[facet]
    others = _kept(wanted, but=facet)
    table = "kept" if others == _kept(wanted) else f"(SELECT * FROM found WHERE {others}) others"
    return f"""(SELECT '{facet}', value, '', sum(n)::bigint
        FROM (SELECT {value} AS value, n
        FROM (SELECT {key} AS key, count(*) AS n FROM {table} GROUP BY 1) grouped) apart
        GROUP BY 2)"""


def _nearest(wanted: Wanted) -> Iterator[str]:
    """For a page with nothing on it: what meets most of the filters, else what looks most alike."""
    met = [f"coalesce({KEPT_BY[facet]}, false)::int" for facet in FACETS if wanted.chosen(facet)]
    yield f"""(SELECT 'nearest', course_id::text, '', revision FROM found
        WHERE NOT EXISTS (SELECT FROM kept)
        ORDER BY {" + ".join(met) or "rank"} DESC, {ORDERS["relevance"]} LIMIT {NEAREST})"""
    if wanted.q:
        yield f"""(SELECT 'nearest', course_id::text, '', revision FROM courses_catalogueentry
            WHERE NOT EXISTS (SELECT FROM found) AND word_similarity(%(plain)s, names) > 0.2
            ORDER BY word_similarity(%(plain)s, names) DESC, next_start NULLS LAST
            LIMIT {NEAREST})"""


def _read(rows: list[tuple[Any, ...]], month: str) -> Found:
    by_kind: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for kind, *row in rows:
        by_kind[kind].append((row[0], row[1], row[2]))
    return Found(
        total=by_kind["total"][0][2],
        courses=_revisions(by_kind["course"]),
        nearest=_revisions(by_kind["nearest"]),
        counts={facet: _counts(by_kind[facet], month) for facet in FACETS},
        names={key: label for key, label, _ in by_kind["competency"] if label},
        dropping={key: number for key, _, number in by_kind["dropping"]},
        programmes=tuple(_offer(*row) for row in by_kind["programme"]),
        is_fuzzy=any(number for _, _, number in by_kind["fuzzy"]),
    )


def _counts(rows: list[tuple[str, str, int]], month: str) -> dict[str, int]:
    """How many per value; a month gone by is "now": a course one may begin any day."""
    counts: Counter[str] = Counter()
    for key, label, number in rows:
        if not label:
            counts["now" if MONTHS.match(key) and key < month else key] += number
    return dict(counts)


def _revisions(rows: list[tuple[str, str, int]]) -> tuple[tuple[int, int], ...]:
    return tuple((int(key), revision) for key, _, revision in rows)


def _offer(slug: str, words: str, price_cents: int) -> Offer:
    title, _, summary = words.partition("\n")
    return Offer(slug, title, summary, price_cents)
