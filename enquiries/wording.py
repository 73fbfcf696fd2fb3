"""Texts with placeholders: what may stand in them, how they are filled, how versions differ."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse

from courses.models import Cohort
from courses.wording import when
from enquiries.models import Enquiry, Topic
from institute.templatetags.moments import day, money

# Anyone may type anyone's address. A letter repeats no name that could advertise.
LOOKS_LIKE_A_LINK = re.compile(r"[/@:]|\w\.\w")
LONGEST_GREETING = 60
NEXT_DATES = 3
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
STRAY = re.compile(r"[{}]")
A_PARAGRAPH = "\n\n"
PIECES = re.compile(r"\s+|[^\s]+")

# What may stand in a text, in the order the editor lists them.
MEANINGS: dict[str, str] = {
    "name": "Their name",
    "about": "The course they asked about, or the subject",
    "asked_on": "The day they asked, on their clock",
    "dates": "The next dates, one to a line, on their clock",
    "price": "The price of the course, or where to find it",
    "page": "The address of the course page, or of the catalogue",
    "syllabus": "The address of the syllabus, or of the catalogue",
    "phone": "Our number",
}


def problem_of(text: str, known: Collection[str] = MEANINGS) -> str:
    """What is wrong with the placeholders of a text, in words; empty when nothing is."""
    for name in PLACEHOLDER.findall(text):
        if name not in known:
            return f"{{{name}}} is not a placeholder. {_to_use(known)}"
    if STRAY.search(PLACEHOLDER.sub("", text)):
        return f"A curly bracket stands alone. {_to_use(known)}"
    return ""


def _to_use(known: Collection[str]) -> str:
    if not known:
        return "These words have none."
    return f"Use one of {', '.join(f'{{{one}}}' for one in known)}."


def filled(text: str, facts: dict[str, str]) -> str:
    """The text with its placeholders replaced. Raises KeyError for one that is unknown."""
    return PLACEHOLDER.sub(lambda found: facts[found.group(1)], text)


def body_for(enquiry: Enquiry, text: str) -> str:
    """The text as it suits their question: without a subject it names none, and no price."""
    if not is_open_question(enquiry):
        return text
    kept = [part for part in _paragraphs(text) if "{price}" not in part]
    return A_PARAGRAPH.join(kept).replace("asked about {about}", "asked us a question")


def title_for(enquiry: Enquiry, title: str) -> str:
    """The subject of a letter about their question, which has no name of its own."""
    if "{about}" not in title or not is_open_question(enquiry):
        return title
    return "Your question of {asked_on}"


def is_open_question(enquiry: Enquiry) -> bool:
    """Whether they named neither a course nor a topic of ours."""
    return enquiry.course is None and enquiry.topic == Topic.OTHER


def _paragraphs(text: str) -> list[str]:
    return text.replace("\r\n", "\n").split(A_PARAGRAPH)


def facts_of(enquiry: Enquiry) -> dict[str, str]:
    """What the placeholders stand for when we write about this enquiry."""
    zone = ZoneInfo(enquiry.zone)
    return {
        "name": greeting(enquiry.name) or "there",
        "about": about(enquiry),
        "asked_on": day(enquiry.created_at, zone),
        "dates": _dates(enquiry, zone),
        "price": _price(enquiry),
        "page": _address(enquiry, "courses:course"),
        "syllabus": _address(enquiry, "courses:syllabus"),
        "phone": settings.PHONE,
    }


def greeting(name: str) -> str:
    """The name, when it can stand in a letter; else nothing."""
    plain = len(name) <= LONGEST_GREETING and not LOOKS_LIKE_A_LINK.search(name)
    return name if plain else ""


def about(enquiry: Enquiry) -> str:
    """What it is about, in the middle of a sentence."""
    if is_open_question(enquiry):
        return "your question"
    return str(enquiry.course) if enquiry.course else enquiry.get_topic_display().lower()


def _dates(enquiry: Enquiry, zone: ZoneInfo) -> str:
    cohorts = Cohort.objects.upcoming().with_course().order_by("starts_at")
    if enquiry.course:
        cohorts = cohorts.filter(version__course=enquiry.course)
    lines = [_line(cohort, zone, titled=not enquiry.course) for cohort in cohorts[:NEXT_DATES]]
    return "\n".join(lines) or f"The next dates are not set yet. Call {settings.PHONE} and ask."


def _line(cohort: Cohort, zone: ZoneInfo, *, titled: bool) -> str:
    starts = when(cohort.starts_at, zone)
    return f"{cohort.version.title}: {starts}" if titled else starts


def _price(enquiry: Enquiry) -> str:
    version = enquiry.course.current if enquiry.course else None
    if version is None:
        return "on the page of each course"
    return f"{money(version.price_cents)} plus HST" if version.price_cents else "no fee"


def _address(enquiry: Enquiry, name: str) -> str:
    course = enquiry.course
    if course is None or course.status != "published":
        return f"{settings.SITE_URL}{reverse('courses:catalogue')}"
    return f"{settings.SITE_URL}{reverse(name, args=[course.slug])}"


@dataclass(frozen=True)
class Piece:
    """Some words of two versions: in both, only in the newer, or only in the older."""

    words: str
    kind: str  # "same", "new" or "gone"


def differences(older: str, newer: str) -> list[Piece]:
    """The newer text word by word, with what is new and what is gone."""
    return list(_pieces(PIECES.findall(older), PIECES.findall(newer)))


def _pieces(older: list[str], newer: list[str]) -> Iterator[Piece]:
    for act, a, b, c, d in SequenceMatcher(a=older, b=newer, autojunk=False).get_opcodes():
        if act == "equal":
            yield Piece("".join(newer[c:d]), "same")
            continue
        if a < b:
            yield Piece("".join(older[a:b]), "gone")
        if c < d:
            yield Piece("".join(newer[c:d]), "new")
