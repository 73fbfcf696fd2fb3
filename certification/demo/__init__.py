"""Sample certifications: rules, an item bank, examinations, and what became of them."""

from django.db import connection

from certification.demo.around import measure, plant_around
from certification.demo.audits import plant_audits
from certification.demo.bank import plant_bank
from certification.demo.drifting import plant_drift
from certification.demo.ledger import Ledger
from certification.demo.marks import plant_marks
from certification.demo.papers import plant_papers
from certification.demo.people import plant_candidates, staff
from certification.demo.results import plant_results
from certification.demo.rules import plant_domains, plant_rules
from certification.demo.running import SEATS, plant_running
from certification.demo.scores import plant_scores
from certification.demo.sittings import plant_sittings
from certification.demo.standings import plant_documents, plant_pilots
from certification.demo.stories import stories
from certification.models import (
    Attempt,
    AttemptItem,
    ExamForm,
    FormItem,
    Response,
    Scheme,
    Score,
)
from courses.demo.reading import Record, records
from courses.models import Competency, Course, Programme
from institute import mail, visitor_pages

LINKS = ("competencies", "courses", "programmes")


def plant() -> int:
    """Create what is missing; how many schemes the demo has."""
    rows = records("schemes", "scheme")
    for position, row in enumerate(rows, start=1):
        _write_scheme(position, row)
    domains = plant_domains()
    plant_rules(domains)
    plant_bank(domains, staff().authors)
    if not ExamForm.objects.filter(is_demo=True).exists():
        with mail.silenced():
            _examine()
    visitor_pages.changed()
    return len(rows)


def _examine() -> None:
    """Everything that happened, from the first certificate to this morning."""
    people, ledger = staff(), Ledger()
    candidates, holders = plant_candidates()
    plant_pilots(holders, ledger)
    forms = plant_papers(people, ledger)
    told = stories(candidates)
    sittings = plant_sittings(told, forms, people, ledger)
    plant_drift(people, ledger)
    essays = plant_marks(sittings, people, ledger)
    plant_scores(sittings, essays, ledger)
    plant_results(sittings, people, ledger)
    plant_around(sittings, people, ledger)
    plant_running(candidates[-len(SEATS) :], len(told) + 1, forms, people, ledger)
    ledger.tell()
    _let_the_planner_count()
    measure(sittings, people)
    plant_documents(holders, people)
    plant_audits(holders, people)


def _let_the_planner_count() -> None:
    """All of these rows are of this transaction, where nobody else counts them."""
    tables = (Attempt, AttemptItem, Response, Score, FormItem)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(one._meta.db_table for one in tables)}")  # noqa: SLF001


def _write_scheme(position: int, row: Record) -> None:
    says = {key: value for key, value in row.items() if key not in LINKS}
    scheme, new = Scheme.objects.get_or_create(
        slug=row["slug"], defaults=says | {"position": position, "is_demo": True}
    )
    if new:
        scheme.competencies.set(Competency.objects.filter(slug__in=row["competencies"]))
        scheme.courses.set(Course.objects.filter(slug__in=row["courses"]))
        scheme.programmes.set(Programme.objects.filter(slug__in=row["programmes"]))
