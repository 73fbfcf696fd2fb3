"""CSV: a question a row, for people with a spreadsheet.

`option_1` … are choices, parts of an order or left sides; `match_1` … are right sides; `right`
holds their numbers, or the number, or one accepted answer a line, or the model answer. `rubric` of
an essay is a line for each criterion, or the table we write.
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from certification.interchange import inlay, rubrics
from certification.interchange.entries import (
    Entry,
    NotAFile,
    Places,
    Unlike,
    Unread,
    entry,
    guarded,
    titled,
)
from certification.interchange.moodle_writing import pairs_of
from institute.items.kinds import KINDS, LEVELS, MOST_OPTIONS, Question
from institute.items.shapes import lettered, paired

NUMBERS = range(1, MOST_OPTIONS + 1)
OPTIONS, MATCHES, WHYS = ([f"{name}_{n}" for n in NUMBERS] for name in ("option", "match", "why"))
COLUMNS = (
    *("key", "title", "kind", "domain", "level", "scenario", "points", "stem"),
    *(name for three in zip(OPTIONS, MATCHES, WHYS, strict=True) for name in three),
    *("right", "unit", "tolerance", "exact_case", "words", "rubric", "rationale", "references"),
)
DANGEROUS = ("=", "+", "-", "@", "\t", "'")  # a spreadsheet would calculate
YES = {"yes", "y", "true", "1", "x"}
Row = Mapping[str, str]


def read(data: bytes, places: Places) -> list[Entry | Unread]:
    """Every row. Raises NotAFile when the columns are not ours."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    csv.field_size_limit(200_000)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, restkey="more")
    names = {name.strip().lower() for name in rows.fieldnames or []}
    if lacking := [name for name in ("kind", "stem", "right") if name not in names]:
        raise NotAFile(f"The first line names no column called {' or '.join(lacking)}.")
    try:
        return [_guarded(rows.line_num, row, places) for row in rows if _holds_words(row)]
    except csv.Error as why:
        raise NotAFile(f"This is not readable as CSV: line {rows.line_num}.") from why


def _holds_words(row: Mapping[str, Any]) -> bool:
    return any(isinstance(value, str) and value.strip() for value in row.values())


def _guarded(line: int, raw: Mapping[str, Any], places: Places) -> Entry | Unread:
    row = {
        name.strip().lower(): _safe(value)
        for name, value in raw.items()
        if isinstance(name, str) and isinstance(value, str)
    }
    return guarded(line, row.get("title", ""), lambda: _one(line, row, places))


def _safe(cell: str) -> str:
    """Without the apostrophe that kept a spreadsheet from calculating."""
    text = cell.replace("\r\n", "\n").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS else text


def _one(line: int, row: Row, places: Places) -> Entry | Unread:
    kind, level = row["kind"].lower(), row.get("level", "").lower()
    if kind not in KINDS:
        raise Unlike(f"There is no kind called “{kind[:40]}”. Kinds are {', '.join(KINDS)}.")
    stem, options = row["stem"], READ[kind](row)[0]
    if kind == "essay":
        stem, options["exhibits"] = inlay.without_exhibits(stem)
    told = rubrics.read(row.get("rubric", ""), only=True)
    question = Question(
        name=row.get("key", "")[:60],
        title=titled(row.get("title", ""), stem),
        kind=kind,
        stem=stem,
        options=options,
        key=READ[kind](row)[1],
        rubric=told.rubric if kind == "essay" else [],
        rationale=row.get("rationale", ""),
        references=[one.strip() for one in row.get("references", "").split("\n") if one.strip()],
        domain=places.domain_of(row.get("domain", "")),
        level=level if level in LEVELS else places.level,
        scenario=row.get("scenario", "").lower() in YES,
        points=row.get("points", "") or "1",
    )
    return entry(line, question, lacks=_lacks(row, told))


def _lacks(row: Row, told: rubrics.Told) -> str:
    """Why an essay came without a rubric."""
    if "rubric" not in row:
        return f"The file has no column called rubric. Add it. {rubrics.HOW}"
    if not row["rubric"]:
        return f"Its column “rubric” is empty. {rubrics.HOW}"
    return f"Its column “rubric” cannot be read at “{told.unread[:60]}”. {rubrics.HOW}"


def _lines(row: Row, names: Sequence[str]) -> list[str]:
    return [row.get(name, "") for name in names]


def _choices(row: Row) -> list[dict[str, str]]:
    both = zip(_lines(row, OPTIONS), _lines(row, WHYS), strict=True)
    return lettered([(text, why) for text, why in both if text])


def _ids(row: Row) -> list[str]:
    """Letters of the numbers in `right`."""
    numbers = [one.strip() for one in row["right"].replace(";", ",").split(",") if one.strip()]
    if not all(one.isdecimal() and 0 < int(one) <= MOST_OPTIONS for one in numbers):
        raise Unlike("The column “right” holds the numbers of the options, such as 2 or 1,3.")
    return [chr(ord("a") + int(one) - 1) for one in numbers]


def _choosing(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    return {"choices": _choices(row)}, {"right": _ids(row)}


def _ordering(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    """Without numbers the parts stand in their right order."""
    choices = _choices(row)
    return {"choices": choices}, {"order": _ids(row) or [one["id"] for one in choices]}


def _numeric(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    key = {"value": row["right"], "tolerance": row.get("tolerance") or "0"}
    return {"unit": row.get("unit", "")}, key


def _matching(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    both = zip(_lines(row, OPTIONS), _lines(row, MATCHES), strict=True)
    return paired([(left, right) for left, right in both if right])


def _short(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    accept = [one.strip() for one in row["right"].split("\n") if one.strip()]
    return {}, {"accept": accept, "exact_case": row.get("exact_case", "").lower() in YES}


def _essay(row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
    words = row.get("words", "")
    count = int(words) if words.isdecimal() else 0
    return {"words": count, "exhibits": []}, {"model_answer": row["right"]}


def write(entries: Iterable[Entry]) -> str:
    """A file that `read` and spreadsheets take, with the mark that says UTF-8."""
    out = io.StringIO(newline="")
    rows = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    rows.writeheader()
    for one in entries:
        rows.writerow({name: _kept(text) for name, text in _row(one.question).items()})
    return "\ufeff" + out.getvalue()


def _kept(text: str) -> str:
    return f"'{text}" if text.startswith(DANGEROUS) else text


def _row(question: Question) -> dict[str, str]:
    stem = inlay.with_exhibits(question.stem, question.options.get("exhibits") or [])
    row = {
        "key": question.name,
        "title": question.title,
        "kind": question.kind,
        "domain": question.domain,
        "level": question.level,
        "scenario": "yes" if question.scenario else "no",
        "points": question.points,
        "stem": stem,
        "rationale": question.rationale,
        "references": "\n".join(question.references),
    }
    return row | _options_of(question) | WRITTEN[question.kind](question)


def _options_of(question: Question) -> dict[str, str]:
    choices = question.options.get("choices") or []
    texts = dict(zip(OPTIONS, (one["text"] for one in choices), strict=False))
    whys = dict(zip(WHYS, (one.get("why", "") for one in choices), strict=False))
    return texts | whys


def _numbers(question: Question, ids: Sequence[str]) -> str:
    places = {one["id"]: str(n) for n, one in enumerate(question.options["choices"], 1)}
    return ",".join(places[one] for one in ids)


def _pairs(question: Question) -> dict[str, str]:
    pairs = pairs_of(question)
    left = dict(zip(OPTIONS, (a for a, _ in pairs), strict=False))
    return left | dict(zip(MATCHES, (b for _, b in pairs), strict=False))


def _number(question: Question) -> dict[str, str]:
    key, unit = question.key, str(question.options.get("unit") or "")
    return {"right": str(key["value"]), "tolerance": str(key["tolerance"]), "unit": unit}


def _accepted(question: Question) -> dict[str, str]:
    is_exact = "yes" if question.key.get("exact_case") else "no"
    return {"right": "\n".join(question.key["accept"]), "exact_case": is_exact}


def _told(question: Question) -> dict[str, str]:
    return {
        "right": str(question.key.get("model_answer", "")).strip(),
        "words": str(question.options.get("words") or ""),
        "rubric": inlay.with_rubric("", question.rubric),
    }


READ: dict[str, Callable[[Row], tuple[dict[str, Any], dict[str, Any]]]] = {
    "single": _choosing,
    "multiple": _choosing,
    "numeric": _numeric,
    "ordering": _ordering,
    "matching": _matching,
    "short": _short,
    "essay": _essay,
}
WRITTEN: dict[str, Callable[[Question], dict[str, str]]] = {
    "single": lambda one: {"right": _numbers(one, one.key["right"])},
    "multiple": lambda one: {"right": _numbers(one, one.key["right"])},
    "numeric": _number,
    "ordering": lambda one: {"right": _numbers(one, one.key["order"])},
    "matching": _pairs,
    "short": _accepted,
    "essay": _told,
}
