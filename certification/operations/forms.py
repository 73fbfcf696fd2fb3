"""Drawing, publishing and retiring examination forms."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from certification import assembly, health
from certification.models import (
    Blueprint,
    BlueprintCell,
    Domain,
    Enemies,
    ExamForm,
    FormItem,
    FormSection,
    FormStatus,
    Item,
    ItemKind,
    ItemStatus,
    ItemVersion,
)
from certification.operations import log
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

USES = {ItemStatus.OPERATIONAL: "scored", ItemStatus.PRETEST: "pretest"}


class NotDrawn(RuleBroken):
    """The bank cannot fill the blueprint; `shortages` names every short cell."""

    def __init__(self, shortages: list[str]) -> None:
        self.shortages = shortages
        super().__init__(
            f"Nothing was drawn: {'; '.join(shortages)}.",
            instead="Have more items approved, or allow more exposure.",
        )


@dataclass(frozen=True)
class Wish:
    """What to draw, and what to keep clear of. The same seed draws the same form again."""

    blueprint: Blueprint
    code: str
    title: str
    seed: str
    avoid: tuple[ExamForm, ...] = ()
    most_exposure: int | None = None
    is_demo: bool = False


@transaction.atomic
def draw_form(*, wish: Wish, by: User) -> ExamForm:
    """Draw a form as a draft. Raises NotDrawn when a cell is short, RuleBroken for a used code."""
    plan, versions = _plan(wish), _versions()
    try:
        drawn = assembly.draw(plan, _pool(versions), wish.seed)
    except assembly.Short as short:
        raise NotDrawn(in_words(short)) from short
    try:
        with transaction.atomic():
            form = _form(wish, by)
    except IntegrityError as error:
        raise RuleBroken(f"There is a form {wish.code} already.") from error
    _lay_out(form, drawn, versions)
    return form


def in_words(short: assembly.Short) -> list[str]:
    """Every short cell by the names readers know."""
    names = {domain.slug: domain.name for domain in Domain.objects.all()}
    found = []
    for one in short.shortages:
        domain, _, level = one.place.partition(", ")
        place = f"{names.get(domain, domain)}, {level}" if level else one.place
        found.append(f"{place}: {one.needed} needed, {one.found} can be drawn")
    return found


def _plan(wish: Wish) -> assembly.Plan:
    cells = wish.blueprint.cells.select_related("domain")
    used = Item.objects.filter(versions__in_forms__form__in=wish.avoid)
    return assembly.Plan(
        cells={(cell.domain.slug, cell.level): cell.count for cell in cells if cell.count},
        pretest=wish.blueprint.pretest,
        cases=wish.blueprint.cases,
        avoid=frozenset(used.values_list("key", flat=True)),
        most_exposure=wish.most_exposure,
    )


def _versions() -> dict[str, ItemVersion]:
    """What may be drawn: the current version of every usable item, by the item's key."""
    return {one.item.key: one for one in ItemVersion.objects.usable(*USES)}


def _pool(versions: Mapping[str, ItemVersion]) -> list[assembly.Supply]:
    exposed = health.exposure_counts()
    enemies = _enemies()
    return [
        assembly.Supply(
            key=key,
            domain=one.domain.slug,
            level=one.level,
            use=_use(one),
            exposure=exposed.get(one.item_id, 0),
            enemies=enemies.get(key, frozenset()),
        )
        for key, one in versions.items()
    ]


def _use(one: ItemVersion) -> str:
    """Cases are marked by people, so they are never tried out unscored."""
    if one.kind == ItemKind.ESSAY:
        return "case" if one.item.status == ItemStatus.OPERATIONAL else "none"
    return USES[ItemStatus(one.item.status)]


def _enemies() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for first, second in Enemies.objects.values_list("first__key", "second__key"):
        found.setdefault(first, set()).add(second)
        found.setdefault(second, set()).add(first)
    return {key: frozenset(others) for key, others in found.items()}


def _form(wish: Wish, by: User) -> ExamForm:
    return ExamForm.objects.create(
        blueprint=wish.blueprint,
        scheme_version=wish.blueprint.scheme_version,
        code=wish.code,
        title=wish.title,
        seed=wish.seed,
        minutes=wish.blueprint.minutes,
        made_by=by,
        is_demo=wish.is_demo,
    )


def _lay_out(form: ExamForm, drawn: assembly.Drawn, versions: Mapping[str, ItemVersion]) -> None:
    """Write the sections and their questions, counted through from 1."""
    pause = form.blueprint.break_minutes
    halves = assembly.parts(drawn.questions, with_break=bool(pause) and not drawn.cases)
    titles = ["Questions"] if len(halves) == 1 else ["Part 1", "Part 2"]
    parts = [*zip(titles, halves, strict=False), *([("Cases", drawn.cases)] if drawn.cases else [])]
    rows: list[FormItem] = []
    for number, (title, keys) in enumerate(parts, start=1):
        section = FormSection.objects.create(
            form=form,
            position=number,
            title=title,
            break_minutes=pause if number < len(parts) else 0,
        )
        for key in keys:
            rows.append(_row(form, section, len(rows) + 1, versions[key], key in drawn.pretest))
    FormItem.objects.bulk_create(rows)


def _row(
    form: ExamForm, section: FormSection, place: int, version: ItemVersion, is_pretest: bool
) -> FormItem:
    return FormItem(
        form=form,
        section=section,
        position=place,
        version=version,
        points=points_of(version),
        scored=not is_pretest,
    )


def points_of(version: ItemVersion) -> Decimal:
    """What the item says; a case is worth the points of its rubric."""
    if version.kind == ItemKind.ESSAY and version.rubric:
        return Decimal(sum(len(criterion["levels"]) - 1 for criterion in version.rubric))
    return version.points


@transaction.atomic
def discard_form(*, form: ExamForm) -> None:
    """Throw a draft away."""
    form = locked(form)
    if form.status != FormStatus.DRAFT:
        raise RuleBroken("A published form is kept.", instead="Retire it.")
    form.items.all().delete()
    form.sections.all().delete()
    form.delete()


@transaction.atomic
def publish_form(*, form: ExamForm, by: User) -> ExamForm:
    """Freeze a form for sittings. Publishing twice is once.

    Raises RuleBroken when items changed since it was drawn, or when the publisher wrote them all.
    """
    form = locked(form)
    if form.status == FormStatus.PUBLISHED:
        return form
    _refuse_unfit(form, by)
    form.move("publish")
    form.published_by, form.published_at = by, timezone.now()
    form.save(update_fields=["status", "published_by", "published_at"])
    log.record(act="form.published", subject=form, actor=by, code=form.code, seed=form.seed)
    return form


def _refuse_unfit(form: ExamForm, by: User) -> None:
    rows = list(form.items.select_related("version__item"))
    if not rows:
        raise RuleBroken("There is no question in this form.")
    changed = [one.version.item.key for one in rows if not _still_fits(one)]
    if changed:
        raise RuleBroken(
            f"These items changed since the form was drawn: {', '.join(changed)}.",
            instead="Discard the draft and draw it again.",
        )
    if {one.version.written_by_id for one in rows} == {by.pk}:
        raise RuleBroken(
            "You wrote every question of this form, so somebody else publishes it.",
            instead="Ask another examiner.",
        )


def _still_fits(one: FormItem) -> bool:
    item = one.version.item
    wanted = ItemStatus.OPERATIONAL if one.scored else ItemStatus.PRETEST
    return item.status == wanted and item.current_id == one.version_id


@transaction.atomic
def retire_form(*, form: ExamForm, by: User) -> ExamForm:
    """Take a form out of use; who is sitting it goes on."""
    form = locked(form)
    form.move("retire")
    form.save(update_fields=["status"])
    log.record(act="form.retired", subject=form, actor=by, code=form.code)
    return form


def keep_apart(*, first: Item, second: Item, why: str, by: User) -> Enemies:
    """Two items that give each other away; noting them twice is once."""
    if first.pk == second.pk:
        raise RuleBroken("Choose two different items.")
    low, high = sorted((first, second), key=lambda item: item.pk)
    known, _ = Enemies.objects.get_or_create(
        first=low, second=high, defaults={"why": why, "noted_by": by}
    )
    return known


@transaction.atomic
def set_cells(*, blueprint: Blueprint, counts: Mapping[tuple[int, str], int]) -> None:
    """Write the cells of a blueprint; forms that were drawn by it keep what they have.

    Raises RuleBroken once a form of it is published: candidates were told what it asks.
    """
    blueprint = locked(blueprint)
    if blueprint.forms.exclude(status=FormStatus.DRAFT).exists():
        raise RuleBroken(
            "Forms of this blueprint are published, so it stays as it is.",
            instead="Make a new blueprint.",
        )
    blueprint.cells.all().delete()
    BlueprintCell.objects.bulk_create(_cells(blueprint, counts.items()))


def _cells(
    blueprint: Blueprint, counts: Iterable[tuple[tuple[int, str], int]]
) -> list[BlueprintCell]:
    return [
        BlueprintCell(blueprint=blueprint, domain_id=domain, level=level, count=count)
        for (domain, level), count in counts
        if count
    ]
