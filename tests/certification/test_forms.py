"""Forms from the bank: drawn, refused in words, published, and never changed again."""

import pytest
from django.db import IntegrityError, transaction

from certification.models import (
    Blueprint,
    BlueprintCell,
    ExamForm,
    FormItem,
    FormSection,
    ItemStatus,
    ItemVersion,
)
from certification.operations import forms
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import certifying, make

pytestmark = pytest.mark.django_db
LEVELS = ("recall", "apply")


def blueprint(each: int = 2, **fields: object) -> Blueprint:
    known: dict[str, object] = {"name": "Plan", "minutes": 90, "pretest": 1, "cases": 1}
    plan = Blueprint.objects.create(scheme_version=certifying.scheme_version(), **(known | fields))
    for slug in ("risk", "teams"):
        for level in LEVELS:
            BlueprintCell.objects.create(
                blueprint=plan, domain=certifying.domain(slug), level=level, count=each
            )
    return plan


def bank(each: int = 3, author: User | None = None) -> list[ItemVersion]:
    """Enough for every cell, one item on trial and one case."""
    author = author or make.instructor()
    made = [
        certifying.item(domain=certifying.domain(slug), level=level, author=author)
        for slug in ("risk", "teams")
        for level in LEVELS
        for _ in range(each)
    ]
    made.append(certifying.item(status=ItemStatus.PRETEST, author=author))
    made.append(certifying.item("essay", author=author))
    return made


def wish(plan: Blueprint, **fields: object) -> forms.Wish:
    known: dict[str, object] = {"code": "A1", "title": "Spring", "seed": "spring"}
    return forms.Wish(blueprint=plan, **(known | fields))  # type: ignore[arg-type]


def keys(form: ExamForm) -> list[str]:
    return list(form.items.order_by("position").values_list("version__item__key", flat=True))


def test_a_form_follows_its_blueprint_with_a_trial_item_and_cases_apart() -> None:
    bank()

    form = forms.draw_form(wish=wish(blueprint(break_minutes=10)), by=make.staff(Role.EXAMINER))

    items = list(form.items.select_related("section", "version"))
    assert [one.position for one in items] == list(range(1, 11))
    assert [one.scored for one in items].count(False) == 1
    assert [(one.title, one.break_minutes) for one in form.sections.all()] == [
        ("Questions", 10),
        ("Cases", 0),
    ]
    assert items[-1].section.title == "Cases"
    assert items[-1].points == 6


def test_the_same_seed_draws_the_same_questions_and_others_can_be_avoided() -> None:
    bank(each=4)
    plan, by = blueprint(pretest=0, cases=0), make.staff(Role.EXAMINER)

    first = forms.draw_form(wish=wish(plan), by=by)
    again = forms.draw_form(wish=wish(plan, code="A2"), by=by)
    other = forms.draw_form(wish=wish(plan, code="A3", avoid=(first,)), by=by)

    assert keys(again) == keys(first)
    assert not set(keys(other)) & set(keys(first))


def test_every_short_cell_is_named_and_nothing_is_kept() -> None:
    bank(each=1)

    with pytest.raises(forms.NotDrawn) as short:
        forms.draw_form(wish=wish(blueprint(pretest=2)), by=make.staff(Role.EXAMINER))

    assert short.value.shortages == [
        "Risk, apply: 2 needed, 1 can be drawn",
        "Risk, recall: 2 needed, 1 can be drawn",
        "Teams, apply: 2 needed, 1 can be drawn",
        "Teams, recall: 2 needed, 1 can be drawn",
        "pretest: 2 needed, 1 can be drawn",
    ]
    assert not ExamForm.objects.exists()


def test_enemies_are_kept_apart_and_exposure_is_limited() -> None:
    versions = bank(each=3)
    plan, by = blueprint(pretest=0, cases=0), make.staff(Role.EXAMINER)
    first, second = (one.item for one in versions[:2])
    forms.keep_apart(first=second, second=first, why="One gives the other away.", by=by)
    forms.keep_apart(first=first, second=second, why="Again.", by=by)

    for number in range(6):
        form = forms.draw_form(wish=wish(plan, code=f"E{number}", seed=str(number)), by=by)
        assert not {first.key, second.key} <= set(keys(form))
    drawn = ExamForm.objects.get(code="E0")
    certifying.attempt(drawn)
    with pytest.raises(forms.NotDrawn):
        forms.draw_form(wish=wish(plan, most_exposure=1), by=by)


def test_a_used_code_is_refused() -> None:
    bank()
    plan, by = blueprint(), make.staff(Role.EXAMINER)
    forms.draw_form(wish=wish(plan), by=by)

    with pytest.raises(RuleBroken, match="a form A1 already"):
        forms.draw_form(wish=wish(plan), by=by)
    assert ExamForm.objects.count() == 1


def test_who_wrote_every_question_does_not_publish_the_form() -> None:
    author = make.staff(Role.INSTRUCTOR, Role.EXAMINER)
    bank(author=author)
    form = forms.draw_form(wish=wish(blueprint()), by=author)

    with pytest.raises(RuleBroken, match="somebody else publishes"):
        forms.publish_form(form=form, by=author)
    other = make.staff(Role.EXAMINER)
    assert forms.publish_form(form=form, by=other).published_by == other
    assert forms.publish_form(form=form, by=author).published_by == other


def test_a_draft_with_an_item_that_changed_is_not_published() -> None:
    bank()
    form = forms.draw_form(wish=wish(blueprint()), by=make.staff(Role.EXAMINER))
    item = form.items.get(position=1).version.item
    item.status = ItemStatus.SUSPENDED
    item.save()

    with pytest.raises(RuleBroken, match=f"since the form was drawn: {item.key}"):
        forms.publish_form(form=form, by=make.staff(Role.EXAMINER))
    forms.discard_form(form=form)
    assert not ExamForm.objects.exists()


def test_a_published_form_is_frozen_by_the_database() -> None:
    bank()
    form = forms.draw_form(wish=wish(blueprint()), by=make.staff(Role.EXAMINER))
    forms.publish_form(form=form, by=make.staff(Role.EXAMINER))

    for change in (
        lambda: FormItem.objects.filter(form=form, position=1).update(points=5),
        lambda: FormItem.objects.filter(form=form, position=1).delete(),
        lambda: FormSection.objects.filter(form=form).update(title="Other"),
        lambda: FormSection.objects.create(form=form, position=9, title="More"),
        lambda: ExamForm.objects.filter(pk=form.pk).update(minutes=1),
        lambda: ExamForm.objects.filter(pk=form.pk).update(status="draft"),
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    with pytest.raises(RuleBroken, match="is kept"):
        forms.discard_form(form=form)
    assert forms.retire_form(form=form, by=make.staff(Role.EXAMINER)).status == "retired"


def test_a_blueprint_stands_still_once_a_form_of_it_is_published() -> None:
    bank()
    plan = blueprint()
    risk = certifying.domain("risk")
    form = forms.draw_form(wish=wish(plan), by=make.staff(Role.EXAMINER))
    forms.set_cells(blueprint=plan, counts={(risk.pk, "apply"): 5, (risk.pk, "recall"): 0})
    assert [(one.level, one.count) for one in plan.cells.all()] == [("apply", 5)]

    forms.publish_form(form=form, by=make.staff(Role.EXAMINER))

    with pytest.raises(RuleBroken, match="stays as it is"):
        forms.set_cells(blueprint=plan, counts={})
