"""Test data for certification: `certifying.attempt()` is a candidate at their desk."""

import datetime as dt
import hashlib
import itertools
import json
from decimal import Decimal

from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.utils import timezone

from certification.models import (
    Application,
    ApplicationStatus,
    Attempt,
    AttemptItem,
    AttemptStatus,
    Authorisation,
    Blueprint,
    Domain,
    ExamForm,
    FormItem,
    FormSection,
    FormStatus,
    Item,
    ItemStatus,
    ItemVersion,
    Scheme,
    SchemeVersion,
    SubmittedBy,
)
from institute.accounts.models import User
from tests import make

_numbers = itertools.count(1)
CHOICES = [{"id": "a", "text": "Ask"}, {"id": "b", "text": "Wait"}, {"id": "c", "text": "Guess"}]
RUBRIC = [
    {"key": "path", "name": "Finds the path", "hint": "", "levels": ["No", "Part", "Most", "All"]},
    {"key": "tone", "name": "Says it plainly", "hint": "", "levels": ["No", "Part", "Most", "All"]},
]
KINDS: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "single": ({"choices": CHOICES}, {"right": ["b"]}),
    "multiple": ({"choices": CHOICES}, {"right": ["a", "c"]}),
    "numeric": ({"unit": "days"}, {"value": "26", "tolerance": "0.5"}),
    "ordering": ({"choices": CHOICES}, {"order": ["c", "a", "b"]}),
    "matching": (
        {
            "left": [{"id": "1", "text": "Risk"}, {"id": "2", "text": "Issue"}],
            "right": [{"id": "x", "text": "May happen"}, {"id": "y", "text": "Has happened"}],
        },
        {"pairs": {"1": "x", "2": "y"}},
    ),
    "short": ({}, {"accept": ["critical path"], "exact_case": False}),
    "essay": ({"words": 180, "exhibits": []}, {"model_answer": "It holds."}),
}
RIGHT: dict[str, dict[str, object]] = {
    "single": {"choice": "b"},
    "multiple": {"choices": ["a", "c"]},
    "numeric": {"value": "26"},
    "ordering": {"order": ["c", "a", "b"]},
    "matching": {"pairs": {"1": "x", "2": "y"}},
    "short": {"text": "Critical path"},
    "essay": {"text": "Short answer: no, not yet. The ship date holds."},
}


def domain(slug: str = "risk") -> Domain:
    return Domain.objects.get_or_create(slug=slug, defaults={"name": slug.title()})[0]


def item(
    kind: str = "single",
    *,
    author: User | None = None,
    status: str = ItemStatus.OPERATIONAL,
    **fields: object,
) -> ItemVersion:
    """An operational item of the kind with one version; fields of the version may be given."""
    number = next(_numbers)
    author = author or make.instructor()
    made = Item.objects.create(key=f"item-{number}", author=author, status=status)
    options, key = KINDS[kind]
    said: dict[str, object] = {
        "kind": kind,
        "domain": domain(),
        "level": "apply",
        "title": f"Item {number}",
        "stem": f"What do you do in case {number}?",
        "options": options,
        "key": key,
        "rubric": RUBRIC if kind == "essay" else [],
        "rationale": "Because.",
        "points": Decimal(6 if kind == "essay" else 1),
    } | fields
    checksum = hashlib.sha256(json.dumps([number, kind]).encode()).hexdigest()
    version = ItemVersion.objects.create(
        item=made, number=1, checksum=checksum, written_by=author, **said
    )
    made.current = version
    made.save()
    return version


def scheme(**fields: object) -> Scheme:
    number = next(_numbers)
    said: dict[str, object] = {
        "title": f"Certified TPM {number}",
        "level": "professional",
        "summary": "Runs programmes.",
        "lead": "Runs programmes. Well.",
        "for_whom": "Programme managers.",
        "renewal": "Every three years.",
    }
    return Scheme.objects.create(slug=f"scheme-{number}", **(said | fields))


def scheme_version(of: Scheme | None = None, **fields: object) -> SchemeVersion:
    """Version 1 in force since last year, with three attempts and no wait."""
    since = timezone.localdate() - dt.timedelta(days=365)
    said: dict[str, object] = {
        "effective": DateRange(since, None),
        "weights": {"risk": 100},
        "conduct": "Be honest.",
        "wait_days": [0],
    }
    return SchemeVersion.objects.create(scheme=of or scheme(), number=1, **(said | fields))


def form(
    *kinds: str,
    version: SchemeVersion | None = None,
    status: str = FormStatus.PUBLISHED,
    **fields: object,
) -> ExamForm:
    """A published form with one section and an item of each kind (two single ones by default)."""
    version = version or scheme_version()
    author = make.instructor()
    plan = Blueprint.objects.create(scheme_version=version, name="Plan", minutes=60)
    said: dict[str, object] = {
        "code": f"F{next(_numbers)}",
        "title": "Case exam",
        "seed": "1",
        "minutes": 60,
        "made_by": author,
    }
    made = ExamForm.objects.create(blueprint=plan, scheme_version=version, **(said | fields))
    section = FormSection.objects.create(form=made, position=1, title="Questions")
    for position, kind in enumerate(kinds or ("single", "single"), start=1):
        one = item(kind, author=author)
        FormItem.objects.create(
            form=made, section=section, position=position, version=one, points=one.points
        )
    if status != FormStatus.DRAFT:
        made.status, made.published_at, made.published_by = status, timezone.now(), author
        made.save()
    return made


def authorisation(
    candidate: User | None = None, version: SchemeVersion | None = None, days: int = 180
) -> Authorisation:
    """The right to sit from yesterday on."""
    candidate, version = candidate or make.student(), version or scheme_version()
    application = Application.objects.create(
        candidate=candidate, scheme_version=version, status=ApplicationStatus.ELIGIBLE
    )
    since = timezone.now() - dt.timedelta(days=1)
    return Authorisation.objects.create(
        application=application,
        candidate=candidate,
        scheme_version=version,
        window=DateTimeTZRange(since, since + dt.timedelta(days=days)),
        attempts_allowed=version.attempts,
    )


def attempt(
    paper: ExamForm | None = None, candidate: User | None = None, **fields: object
) -> Attempt:
    """A running attempt with its items dealt in the form's order; fields may be given."""
    paper = paper or form()
    right = authorisation(candidate, paper.scheme_version)
    now = timezone.now()
    number = next(_numbers)
    said: dict[str, object] = {
        "number": 1,
        "code": f"C{number:05}",
        "seed": "1",
        "started_at": now,
        "deadline_at": now + dt.timedelta(minutes=paper.minutes),
        "limit_seconds": paper.minutes * 60,
        "idempotency_key": f"attempt {number}",
    }
    made = Attempt.objects.create(
        authorisation=right, candidate=right.candidate, form=paper, **(said | fields)
    )
    AttemptItem.objects.bulk_create(
        AttemptItem(
            attempt=made,
            form_item=one,
            section=one.section,
            position=one.position,
            order=[choice["id"] for choice in one.version.options.get("choices", [])],
        )
        for one in paper.items.select_related("version", "section")
    )
    return made


def submitted(
    paper: ExamForm | None = None, candidate: User | None = None, **fields: object
) -> Attempt:
    """An attempt that was handed in a moment ago, with no answers."""
    now = timezone.now()
    over: dict[str, object] = {
        "status": AttemptStatus.SUBMITTED,
        "submitted_at": now,
        "submitted_by": SubmittedBy.CANDIDATE,
    }
    return attempt(paper, candidate, **(over | fields))
