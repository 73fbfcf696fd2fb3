"""The shape of the code, kept by tests where no linter does."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from institute.moves import Moving

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("institute", "courses", "certification", "mentorship", "enquiries")
BANNED = {"utils", "helpers", "common", "misc", "base"}
# What each app stands on, lowest first; a foreign key points down or stays.
FLOORS = ["contenttypes", "auth", "accounts", "mail", "courses", "certification"]
SIDE_BY_SIDE = {"certification", "mentorship", "enquiries"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in set(PACKAGES)]


def test_modules_stay_under_300_lines() -> None:
    long = {str(path): len(path.read_text().splitlines()) for path in modules()}

    assert {path: lines for path, lines in long.items() if lines > 300} == {}


def test_functions_stay_within_40_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and _length(node) > 40
    ]

    assert long == []


def _length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [path for path in modules() if path.stem in BANNED] == []


def test_operations_and_records_know_nothing_of_requests() -> None:
    """import-linter sees whole external packages only; this looks inside Django."""
    low = [p for p in modules() if {"operations", "models", "emails"} & {p.stem, *p.parts}]
    guilty = [
        str(path.relative_to(ROOT))
        for path in low
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module in {"django.http", "django.shortcuts"}
    ]

    assert guilty == []


def test_page_templates_stay_under_120_lines() -> None:
    long = {
        str(path.relative_to(ROOT)): len(path.read_text().splitlines())
        for path in (ROOT / "templates").rglob("*.html")
    }

    assert {path: lines for path, lines in long.items() if lines > 120} == {}


@pytest.mark.django_db
def test_migrations_match_the_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_foreign_keys_point_down() -> None:
    rising = [
        f"{model.__name__}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and _rises(model, field.related_model)
    ]

    assert rising == []


def _rises(model: type[models.Model], other: object) -> bool:
    assert isinstance(other, type)
    assert issubclass(other, models.Model)
    here, there = model._meta.app_label, other._meta.app_label
    if here == there:
        return False
    return {here, there} <= SIDE_BY_SIDE or _floor(there) > _floor(here)


def _floor(label: str) -> int:
    return FLOORS.index("certification" if label in SIDE_BY_SIDE else label)


@pytest.mark.parametrize("model", [m for m in our_models() if issubclass(m, Moving)])
def test_every_status_can_be_reached(model: type[Moving]) -> None:
    field = model._meta.get_field("status")
    assert isinstance(field, models.Field)
    known = {str(value) for value, _ in field.choices or []}
    reached = {move.target for move in model.MOVES.values()} | {str(field.get_default())}

    assert known == reached
    assert {source for move in model.MOVES.values() for source in move.sources} <= known


@pytest.mark.parametrize("model", [m for m in our_models() if issubclass(m, Moving)])
def test_the_database_checks_every_status(model: type[Moving]) -> None:
    checks = [
        str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint)
    ]

    assert any("status__in" in check for check in checks)
