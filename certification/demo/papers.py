"""Examination forms drawn by a fixed lot, and the panels that set their cut scores."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from certification import irt
from certification.demo.clock import A_DAY, ago, set_to
from certification.demo.ledger import Ledger
from certification.demo.people import Staff, panel
from certification.demo.rules import version_of
from certification.models import (
    ExamForm,
    FormItem,
    Item,
    ItemKind,
    ItemStatus,
    Panellist,
    Rating,
    StandardSetting,
)
from certification.operations import forms, standards

SEED = "tpm-institute-2026"
# The ability of the candidate who is only just good enough.
JUST_ENOUGH = {"associate": 0.1, "professional": -0.2}
BORDERLINE = {
    "associate": "They run a small program with help. They find the longest path of a plan on one "
    "page, report a slip on the day they see it, and ask when a design is over their head. They "
    "miss what is nobody's task, and their first forecast is too short.",
    "professional": "They have carried one program across three teams. They repair a plan that "
    "broke, say what a change costs and who has to agree, and write a sponsor the answer first. "
    "They see the second-order effect of a choice about half of the time.",
}


@dataclass(frozen=True)
class Paper:
    """A form to draw, in this order: a later one keeps clear of those before."""

    code: str
    level: str
    title: str
    drawn: int  # days ago


PAPERS = (
    Paper("PRO-26-A", "professional", "Professional exam, form A", 250),
    Paper("ASC-26-A", "associate", "Associate exam, form A", 234),
    Paper("PRO-26-B", "professional", "Professional exam, form B", 212),
)
LAST = PAPERS[-1].code


def plant_papers(people: Staff, ledger: Ledger) -> dict[str, ExamForm]:
    """The published forms by code. Form B came when more cases had been approved for use."""
    known: dict[str, ExamForm] = {}
    for paper in PAPERS:
        ledger.tell(until=ago(paper.drawn))
        if paper.code == LAST:
            _promote_cases(ago(paper.drawn + 4))
        known[paper.code] = _publish(paper, list(known.values()), people)
    return known


def _promote_cases(at: dt.datetime) -> None:
    cases = Item.objects.filter(status=ItemStatus.APPROVED, current__kind=ItemKind.ESSAY)
    cases.update(status=ItemStatus.OPERATIONAL, changed_at=at)


def _publish(paper: Paper, avoid: Sequence[ExamForm], people: Staff) -> ExamForm:
    began = ago(paper.drawn)
    wish = forms.Wish(
        blueprint=version_of(paper.level).blueprints.get(),
        code=paper.code,
        title=paper.title,
        seed=f"{SEED}-{paper.code}",
        avoid=tuple(avoid),
        is_demo=True,
    )
    with set_to(began):
        form = forms.draw_form(wish=wish, by=people.examiner)
    with set_to(began + A_DAY):
        form = forms.publish_form(form=form, by=people.manager)
    with set_to(began + 3 * A_DAY):
        setting = standards.open_panel(
            form=form,
            panel=panel(people),
            borderline=BORDERLINE[paper.level],
            by=people.examiner,
            is_demo=True,
        )
    _agree(setting, paper.level, people)
    return form


def _agree(setting: StandardSetting, level: str, people: Staff) -> None:
    """Two rounds: apart at first, nearer after they have talked; the manager signs."""
    began = setting.created_at
    asked = list(setting.form.items.filter(scored=True).select_related("version__item"))
    seats = list(setting.panel.select_related("user"))
    first = {seat.pk: _ratings(seat, asked, JUST_ENOUGH[level]) for seat in seats}
    with set_to(began + 6 * A_DAY):
        _write_first(seats, first)
        setting = standards.close_round(setting=setting, by=people.examiner)
    with set_to(began + 9 * A_DAY):
        _write_second(seats, first)
        setting = standards.close_round(setting=setting, by=people.examiner)
    with set_to(began + 10 * A_DAY):
        standards.sign(setting=setting, by=people.manager)


def _ratings(seat: Panellist, asked: Sequence[FormItem], just: float) -> dict[int, int]:
    """What one expert thinks, to the nearest five: near the model, by their own severity."""
    chance = irt.stream(SEED, "panel", seat.user.email)
    severity = chance.gauss(0, 4)
    return {one.pk: _to_five(_expected(one, just) + severity + chance.gauss(0, 9)) for one in asked}


def _expected(one: FormItem, just: float) -> float:
    if one.version.kind == ItemKind.ESSAY:
        return 52.0
    return 100 * irt.chance_right(just, question_of(one))


def question_of(one: FormItem) -> irt.Question:
    """The parameters an item has in the sample data."""
    version = one.version
    key = version.item.key
    return irt.question(SEED, key, version.kind, version.options, version.key, version.level)


def _to_five(per_cent: float) -> int:
    return max(10, min(95, 5 * round(per_cent / 5)))


def _write_first(seats: Sequence[Panellist], said: dict[int, dict[int, int]]) -> None:
    Rating.objects.bulk_create(
        Rating(panellist=seat, form_item_id=item, round=1, per_cent=per_cent)
        for seat in seats
        for item, per_cent in said[seat.pk].items()
    )
    Panellist.objects.filter(pk__in=[seat.pk for seat in seats]).update(rounds_done=1)


def _write_second(seats: Sequence[Panellist], said: dict[int, dict[int, int]]) -> None:
    """Each goes half of the way to what the panel thinks, where it is far."""
    changed: dict[int, list[int]] = {}
    for row in Rating.objects.filter(panellist__in=seats, round=2):
        opinions = [ratings[row.form_item_id] for ratings in said.values()]
        nearer = _to_five((row.per_cent + sum(opinions) / len(opinions)) / 2)
        changed.setdefault(nearer, []).append(row.pk)
    for per_cent, ids in changed.items():
        Rating.objects.filter(pk__in=ids).update(per_cent=per_cent)
    Panellist.objects.filter(pk__in=[seat.pk for seat in seats]).update(rounds_done=2)
