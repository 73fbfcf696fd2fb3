"""Words inside one course: the lessons that hold them, the best first, with the words marked."""

import re
from dataclasses import dataclass
from html import unescape

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from courses.lessons.outline import Outline, Step
from courses.models.lesson import LessonPage
from institute import prose

LONGEST, MOST = 120, 20
CONFIG = "institute_english"
# Signs of a private use area: they are in no text, and come out of the database as they went in.
START, STOP = "\ue000", "\ue001"
LESS = "\ue002"  # stands for "<" on the way: what looks like a tag would be left out
OPTIONS = f"StartSel={START}, StopSel={STOP}, MaxFragments=2, MaxWords=24, MinWords=12"
HEADLINES = """
SELECT ts_headline('institute_english', t.words, websearch_to_tsquery('institute_english', %s), %s)
FROM unnest(%s::text[]) WITH ORDINALITY AS t (words, at) ORDER BY t.at
"""
SPACES = re.compile(r"\s+")


@dataclass(frozen=True)
class Hit:
    """A lesson that holds the words."""

    step: Step
    excerpt: SafeString


def wanted(text: str) -> str:
    """What was asked for, as far as it can be a question."""
    return SPACES.sub(" ", text.replace("\0", " ").replace(START, " "))[:LONGEST].strip()


def found(outline: Outline, words: str) -> list[Hit]:
    """The open lessons that hold the words, the best first: two queries."""
    if not words:
        return []
    steps = {step.lesson.pk: step for step in outline.counted if step.is_open}
    query = SearchQuery(words, config=CONFIG, search_type="websearch")
    pages = LessonPage.objects.filter(lesson__in=steps, published=True, words=query)
    ranked = pages.annotate(rank=SearchRank("words", query)).order_by("-rank", "pk")[:MOST]
    kept = list(ranked.values_list("lesson", "body", "transcript"))
    excerpts = _excerpts(words, [plain(f"{body}\n\n{said}") for _, body, said in kept])
    return [Hit(steps[one[0]], words) for one, words in zip(kept, excerpts, strict=True)]


def plain(markdown: str) -> str:
    """The words of a text without its marks."""
    html = prose.rendered(markdown).replace("</", " </")
    return SPACES.sub(" ", unescape(strip_tags(html))).strip()


def _excerpts(words: str, texts: list[str]) -> list[SafeString]:
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(HEADLINES, [words, OPTIONS, [text.replace("<", LESS) for text in texts]])
        return [_marked(row[0]) for row in cursor.fetchall()]


def _marked(excerpt: str) -> SafeString:
    """Escaped first, then marked."""
    safe = str(escape(excerpt.replace(LESS, "<")))
    safe = safe.replace(START, "<mark>").replace(STOP, "</mark>")
    return mark_safe(safe)  # noqa: S308 - the text is escaped, the marks are ours
