"""Panels, and papers handed in, for tests of scores."""

from collections.abc import Sequence

from django.utils import timezone

from certification.models import (
    Attempt,
    AttemptStatus,
    CutScore,
    ExamForm,
    Panellist,
    StandardSetting,
)
from certification.operations import standards
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import make


def panel(form: ExamForm, *, led_by: User | None = None, size: int = 3) -> StandardSetting:
    """A panel of instructors in round 1."""
    people = [make.instructor() for _ in range(size)]
    leader = led_by or make.staff(Role.EXAMINER)
    words = "Has run one programme and knows the words."
    return standards.open_panel(form=form, panel=people, borderline=words, by=leader)


def rate_all(one: Panellist, per_cent: int) -> None:
    """Every question that counts, the same, and done with the round."""
    one.setting.refresh_from_db()
    for item in one.setting.form.items.filter(scored=True):
        standards.rate(panellist=one, form_item=item, per_cent=per_cent)
    standards.finish_round(panellist=one)


def rated(setting: StandardSetting, given: Sequence[int]) -> StandardSetting:
    """The open round rated by everybody and closed."""
    for one, per_cent in zip(setting.panel.all(), given, strict=True):
        rate_all(one, per_cent)
    return standards.close_round(setting=setting, by=setting.led_by)


def cut_at(form: ExamForm, per_cent: int) -> CutScore:
    """A signed cut score: everybody said the same, twice."""
    setting = panel(form)
    for _ in range(2):
        setting = rated(setting, [per_cent] * 3)
    return standards.sign(setting=setting, by=make.staff(Role.MANAGER))


def handed_in(attempt: Attempt) -> Attempt:
    """The candidate is done."""
    attempt.move("submit")
    attempt.submitted_at = timezone.now()
    attempt.save()
    assert attempt.status == AttemptStatus.SUBMITTED
    return attempt
