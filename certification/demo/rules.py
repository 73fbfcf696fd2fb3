"""The rules of the three schemes, with the plans their examinations are drawn by."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from certification.models import Blueprint, BlueprintCell, Domain, Scheme, SchemeVersion

CONTENT = Path(__file__).resolve().parents[1] / "content"
DOMAINS = {
    "alignment": "Business and technical alignment",
    "teams": "Leading cross-functional teams",
    "architecture": "Systems and technical architecture",
    "risk": "Risk and problem solving",
    "stakeholders": "Communication and stakeholders",
    "delivery": "Execution and delivery",
}
SAID = ("prerequisites", "assessments", "weights", "attempts", "wait_days", "window_days", "cpd")
PILOT, PILOT_BEGAN = 0, dt.date(2022, 9, 1)
Record = dict[str, Any]


@cache
def content(name: str) -> Record:
    """One file of the content folder."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def plant_domains() -> dict[str, Domain]:
    """The parts of the work, by slug."""
    return {
        slug: Domain.objects.get_or_create(
            slug=slug, defaults={"name": name, "position": position}
        )[0]
        for position, (slug, name) in enumerate(DOMAINS.items(), start=1)
    }


def plant_rules(domains: dict[str, Domain]) -> None:
    """The versions and blueprints that are missing; what staff wrote since is left alone."""
    shared = content("schemes.toml")["shared"]
    for row in content("schemes.toml")["scheme"]:
        scheme = Scheme.objects.get(slug=row["slug"])
        if not scheme.versions.exists():
            _write(scheme, row, shared, domains)


def version_of(level: str) -> SchemeVersion:
    """The rules in force of the scheme of this level."""
    return SchemeVersion.objects.select_related("scheme").get(
        scheme__slug=f"certified-tpm-{level}", number=1
    )


def pilot_of(level: str) -> SchemeVersion:
    """The rules under which the first people were certified."""
    return SchemeVersion.objects.select_related("scheme").get(
        scheme__slug=f"certified-tpm-{level}", number=PILOT
    )


def _write(scheme: Scheme, row: Record, shared: Record, domains: dict[str, Domain]) -> None:
    begins = row["effective_from"]
    _version(scheme, PILOT, DateRange(PILOT_BEGAN, begins), row, shared)
    version = _version(scheme, row["number"], DateRange(begins, None), row, shared)
    if "blueprint" in row:
        _plan(version, row["blueprint"], domains)


def _version(
    scheme: Scheme, number: int, effective: DateRange, row: Record, shared: Record
) -> SchemeVersion:
    return SchemeVersion.objects.create(
        scheme=scheme,
        number=number,
        effective=effective,
        conduct=shared["conduct"].strip(),
        handbook=f"{row['handbook'].strip()}\n\n{shared['handbook'].strip()}",
        valid_months=row["valid_months"],
        **{name: row[name] for name in SAID},
    )


def _plan(version: SchemeVersion, row: Record, domains: dict[str, Domain]) -> None:
    blueprint = Blueprint.objects.create(
        scheme_version=version,
        **{name: row[name] for name in ("name", "minutes", "pretest", "cases", "break_minutes")},
    )
    BlueprintCell.objects.bulk_create(
        BlueprintCell(blueprint=blueprint, domain=domains[slug], level=level, count=count)
        for slug, levels in row["cells"].items()
        for level, count in levels.items()
    )
