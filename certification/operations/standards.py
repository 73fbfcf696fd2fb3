"""Setting a cut score: a panel rates in two rounds, and another person signs."""

from collections.abc import Sequence
from decimal import Decimal

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from certification import standards
from certification.models import (
    CutScore,
    ExamForm,
    FormItem,
    FormStatus,
    Panellist,
    Rating,
    SettingStatus,
    StandardSetting,
)
from certification.operations import log
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from institute.moves import locked

LEADS = (Role.EXAMINER, Role.MANAGER, Role.ADMIN)
CLOSED = "This round is closed, so ratings no longer change."


def may_lead(user: User) -> bool:
    """Who opens panels, closes rounds and signs: examiners and managers."""
    return user.has_role(*LEADS)


@transaction.atomic
def open_panel(
    *, form: ExamForm, panel: Sequence[User], borderline: str, by: User, is_demo: bool = False
) -> StandardSetting:
    """Begin round 1. Raises RuleBroken for a draft, a panel under three, or a panel that is on."""
    form = locked(form)
    if form.status != FormStatus.PUBLISHED:
        raise RuleBroken("Publish the form first: a panel rates questions that no longer change.")
    if len({person.pk for person in panel}) < standards.LEAST_PANEL:
        raise RuleBroken("A panel takes at least three people.")
    try:
        with transaction.atomic():
            setting = StandardSetting.objects.create(
                form=form, borderline=borderline.strip(), led_by=by, is_demo=is_demo
            )
    except IntegrityError as error:
        raise RuleBroken("A panel for this form is on already.") from error
    Panellist.objects.bulk_create([Panellist(setting=setting, user=one) for one in panel])
    names = sorted(person.pk for person in panel)
    log.record(act="standard.opened", subject=setting, actor=by, form=form.code, panel=names)
    return setting


def rate(*, panellist: Panellist, form_item: FormItem, per_cent: int) -> Rating:
    """Save one rating in the round that is open; saving again replaces it.

    Raises RuleBroken when the round has closed meanwhile, or the question does not count.
    """
    setting = panellist.setting
    if form_item.form_id != setting.form_id or not form_item.scored:
        raise RuleBroken("This question is not rated: it does not count.")
    if not setting.is_rating:
        raise RuleBroken(CLOSED)
    try:
        with transaction.atomic():
            rating, _ = Rating.objects.update_or_create(
                panellist=panellist,
                form_item=form_item,
                round=setting.round,
                defaults={"per_cent": per_cent},
            )
    except IntegrityError as error:
        raise RuleBroken(CLOSED) from error
    return rating


@transaction.atomic
def finish_round(*, panellist: Panellist) -> Panellist:
    """The panellist is done with the open round. Raises RuleBroken while ratings are missing."""
    setting = locked(panellist.setting)
    panellist = locked(panellist)
    if not setting.is_rating:
        raise RuleBroken(CLOSED)
    left = _scored(setting).exclude(ratings__panellist=panellist, ratings__round=setting.round)
    if missing := left.count():
        raise RuleBroken(f"Rate every question first: {missing} to go.")
    panellist.rounds_done = max(panellist.rounds_done, setting.round)
    panellist.save(update_fields=["rounds_done"])
    return panellist


@transaction.atomic
def close_round(*, setting: StandardSetting, by: User) -> StandardSetting:
    """End the open round. Round 2 begins with each panellist's own ratings of round 1.

    Raises RuleBroken while a panellist has not finished.
    """
    setting = locked(setting)
    act = "close_first" if setting.status == SettingStatus.FIRST else "close_second"
    ended = setting.round
    waiting = setting.panel.filter(rounds_done__lt=ended).select_related("user")
    if setting.can(act) and waiting:
        names = ", ".join(one.user.name for one in waiting)
        raise RuleBroken(f"Still rating: {names}.")
    setting.move(act)
    if ended == 1:
        setting.first_closed_at = timezone.now()
    else:
        setting.second_closed_at = timezone.now()
    setting.save()
    if ended == 1:
        _carry_over(setting)
    log.record(act="standard.round_closed", subject=setting, actor=by, round=ended)
    return setting


def _carry_over(setting: StandardSetting) -> None:
    first = Rating.objects.filter(panellist__setting=setting, round=1)
    Rating.objects.bulk_create(
        Rating(
            panellist_id=one.panellist_id,
            form_item_id=one.form_item_id,
            round=2,
            per_cent=one.per_cent,
        )
        for one in first
    )


@transaction.atomic
def sign(
    *, setting: StandardSetting, by: User, raw: Decimal | None = None, reason: str = ""
) -> CutScore:
    """Sign the panel's mean as the cut score, or another score with the reason why.

    Raises RuleBroken for whoever led the panel or sat on it, and outside the form's points.
    """
    setting = locked(setting)
    said = verdict_of(setting, 2)
    if setting.status != SettingStatus.TO_SIGN or said is None:
        raise RuleBroken("Both rounds come first.")
    _refuse_signature(setting, by)
    chosen = said.mean if raw is None else raw
    most = sum((one.points for one in _scored(setting)), Decimal(0))
    if not 0 < chosen <= most:
        raise RuleBroken(f"Choose a score above 0 and up to {most}.")
    if chosen != said.mean and not reason.strip():
        raise RuleBroken("Say why the cut score is not the panel's mean.")
    cut = CutScore.objects.create(
        form=setting.form,
        setting=setting,
        raw=chosen,
        panel_mean=said.mean,
        se=said.se,
        panellists=said.panellists,
        reason=reason.strip() if chosen != said.mean else "",
        author=setting.led_by,
        signed_by=by,
        signed_at=timezone.now(),
    )
    setting.move("sign")
    setting.save(update_fields=["status"])
    facts = {"raw": str(cut.raw), "mean": str(said.mean), "se": str(said.se)}
    log.record(act="standard.signed", subject=setting, actor=by, form=setting.form.code, **facts)
    return cut


def _refuse_signature(setting: StandardSetting, by: User) -> None:
    if setting.led_by_id == by.pk or setting.panel.filter(user=by).exists():
        raise RuleBroken(
            "Whoever led the panel or sat on it does not sign its cut score.",
            instead="Ask an examiner or manager who took no part.",
        )


@transaction.atomic
def abandon(*, setting: StandardSetting, by: User) -> StandardSetting:
    """End a panel without a cut score; its ratings are kept."""
    setting = locked(setting)
    setting.move("abandon")
    setting.save(update_fields=["status"])
    log.record(act="standard.abandoned", subject=setting, actor=by, form=setting.form.code)
    return setting


def ratings_of(setting: StandardSetting, number: int) -> dict[int, dict[int, int]]:
    """Every rating of a round: panellist to question to per cent."""
    rows = Rating.objects.filter(panellist__setting=setting, round=number)
    found: dict[int, dict[int, int]] = {}
    for who, item, per_cent in rows.values_list("panellist", "form_item", "per_cent"):
        found.setdefault(who, {})[item] = per_cent
    return found


def verdict_of(setting: StandardSetting, number: int) -> standards.Verdict | None:
    """What a round comes to, over panellists who rated everything."""
    points = dict(_scored(setting).values_list("pk", "points"))
    return standards.verdict(ratings_of(setting, number), points)


def _scored(setting: StandardSetting) -> models.QuerySet[FormItem]:
    return FormItem.objects.filter(form=setting.form_id, scored=True).order_by("position")
