"""A panel from its first rating to the signature, and what the database holds it to."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from certification.models import CutScore, LogEntry, Panellist, Rating, StandardSetting
from certification.operations import standards
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import certifying, make
from tests.certification.panels import panel, rate_all, rated
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db


def to_sign(*given: int) -> StandardSetting:
    setting = panel(certifying.form("single", "single", "essay"))
    rated(setting, given or (50, 60, 70))
    return rated(setting, given or (50, 60, 70))


def test_a_panel_takes_three_different_people_and_a_published_form() -> None:
    person, leader = make.instructor(), make.staff(Role.EXAMINER)
    form = certifying.form()

    for people in ([person] * 3, [person]):
        with pytest.raises(RuleBroken, match="at least three"):
            standards.open_panel(form=form, panel=people, borderline="x", by=leader)
    with pytest.raises(RuleBroken, match="Publish the form first"):
        panel(certifying.form(status="draft"))
    panel(form)
    with pytest.raises(RuleBroken, match="on already"):
        panel(form)


def test_a_round_ends_when_everybody_has_rated_everything() -> None:
    setting = panel(certifying.form())
    first, second, third = setting.panel.all()
    rate_all(first, 50)
    rate_all(second, 60)

    with pytest.raises(RuleBroken, match="2 to go"):
        standards.finish_round(panellist=third)
    with pytest.raises(RuleBroken, match=f"Still rating: {third.user.name}"):
        standards.close_round(setting=setting, by=setting.led_by)


def test_round_2_begins_with_ones_own_ratings() -> None:
    setting = rated(panel(certifying.form()), (50, 60, 70))
    first, *_ = setting.panel.all()

    assert standards.ratings_of(setting, 2) == standards.ratings_of(setting, 1)
    item = setting.form.items.get(position=1)
    standards.rate(panellist=first, form_item=item, per_cent=90)
    assert standards.ratings_of(setting, 1)[first.pk][item.pk] == 50
    assert standards.ratings_of(setting, 2)[first.pk][item.pk] == 90


def test_the_mean_is_signed_with_its_error() -> None:
    """Of 8 points: 4.00, 4.80 and 5.60; sd 0.8, error 0.46."""
    setting = to_sign()

    cut = standards.sign(setting=setting, by=make.staff(Role.MANAGER))

    assert (cut.raw, cut.se, cut.panellists) == (Decimal("4.80"), Decimal("0.46"), 3)
    assert LogEntry.objects.latest("number").facts["raw"] == "4.80"
    setting.refresh_from_db()
    assert setting.status == "signed"


def test_another_score_takes_a_reason_and_stays_within_the_points() -> None:
    setting, signer = to_sign(), make.staff(Role.MANAGER)

    with pytest.raises(RuleBroken, match="Say why"):
        standards.sign(setting=setting, by=signer, raw=Decimal(4))
    with pytest.raises(RuleBroken, match="up to 8"):
        standards.sign(setting=setting, by=signer, raw=Decimal(9), reason="Higher.")
    cut = standards.sign(setting=setting, by=signer, raw=Decimal(4), reason="One error below.")
    assert (cut.raw, cut.panel_mean) == (Decimal(4), Decimal("4.80"))


def test_neither_leader_nor_panellist_signs() -> None:
    setting = to_sign()
    sitting = setting.panel.first()
    assert sitting

    for person in (setting.led_by, sitting.user):
        with pytest.raises(RuleBroken, match="does not sign"):
            standards.sign(setting=setting, by=person)


def by_hand(setting: StandardSetting, **fields: Any) -> CutScore:
    said: dict[str, Any] = {
        "form": setting.form,
        "setting": setting,
        "raw": Decimal("4.80"),
        "panel_mean": Decimal("4.80"),
        "se": Decimal("0.46"),
        "panellists": 3,
        "author": setting.led_by,
        "signed_by": make.staff(Role.MANAGER),
        "signed_at": timezone.now(),
    }
    with transaction.atomic():
        return CutScore.objects.create(**(said | fields))


def test_the_database_itself_refuses_a_cut_score_that_was_not_earned() -> None:
    setting = to_sign()
    sitting = setting.panel.first()
    assert sitting
    other = make.staff(Role.EXAMINER)

    for fields, law in (
        ({"signed_by": setting.led_by}, "signed_by_another"),
        ({"signed_by": sitting.user}, "sat on the panel"),
        ({"author": other, "signed_by": setting.led_by}, "not of that panel"),
        ({"panellists": 4}, "three panellists"),
        ({"raw": Decimal(5)}, "has_a_reason"),
    ):
        with pytest.raises(IntegrityError, match=law):
            by_hand(setting, **fields)
    early = panel(certifying.form())
    with pytest.raises(IntegrityError, match="not of that panel"):
        by_hand(early)
    cut = by_hand(setting)
    with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
        CutScore.objects.filter(pk=cut.pk).update(raw=1)


def test_closed_rounds_and_signed_panels_stand_still() -> None:
    setting = to_sign()
    rating = Rating.objects.filter(panellist__setting=setting, round=2).first()
    assert rating
    rows = Rating.objects.filter(pk=rating.pk)

    with pytest.raises(IntegrityError, match="round of the panel is closed"), transaction.atomic():
        rows.update(per_cent=1)
    with pytest.raises(IntegrityError, match="never deleted"), transaction.atomic():
        rows.delete()
    with pytest.raises(RuleBroken, match="closed"):
        standards.rate(panellist=rating.panellist, form_item=rating.form_item, per_cent=1)
    with pytest.raises(IntegrityError, match="begun without them"), transaction.atomic():
        Panellist.objects.create(setting=setting, user=make.instructor())
    standards.sign(setting=setting, by=make.staff(Role.MANAGER))
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        StandardSetting.objects.filter(pk=setting.pk).update(borderline="Softer.")


@pytest.mark.django_db(transaction=True)
def test_a_panel_is_signed_once_and_a_late_rating_never_slips_in() -> None:
    setting = to_sign()
    signers = [make.staff(Role.MANAGER) for _ in range(4)]

    outcomes = at_the_same_time(lambda one: standards.sign(setting=setting, by=one), signers)

    assert sum(isinstance(one, CutScore) for one in outcomes) == 1
    assert CutScore.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_rated_while_the_round_closes_counts_in_it_or_not_at_all() -> None:
    setting = panel(certifying.form())
    for one in setting.panel.all():
        rate_all(one, 50)
    first = setting.panel.select_related("setting").first()
    item = setting.form.items.get(position=1)
    assert first

    def act(which: str) -> object:
        if which == "close":
            return standards.close_round(setting=setting, by=setting.led_by)
        return standards.rate(panellist=first, form_item=item, per_cent=90)

    at_the_same_time(act, ["close", "rate"])

    carried = standards.ratings_of(setting, 2)[first.pk][item.pk]
    assert carried == standards.ratings_of(setting, 1)[first.pk][item.pk]
