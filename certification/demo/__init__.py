"""Sample certifications."""

from certification.models import Scheme
from courses.demo.reading import Record, records
from courses.models import Competency, Course, Programme
from institute import visitor_pages

LINKS = ("competencies", "courses", "programmes")


def plant() -> int:
    """Create the schemes that are missing; how many the demo has."""
    rows = records("schemes", "scheme")
    for position, row in enumerate(rows, start=1):
        _write_scheme(position, row)
    visitor_pages.changed()
    return len(rows)


def _write_scheme(position: int, row: Record) -> None:
    says = {key: value for key, value in row.items() if key not in LINKS}
    scheme, new = Scheme.objects.get_or_create(
        slug=row["slug"], defaults=says | {"position": position, "is_demo": True}
    )
    if new:
        scheme.competencies.set(Competency.objects.filter(slug__in=row["competencies"]))
        scheme.courses.set(Course.objects.filter(slug__in=row["courses"]))
        scheme.programmes.set(Programme.objects.filter(slug__in=row["programmes"]))
