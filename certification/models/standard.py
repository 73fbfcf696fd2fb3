"""Cut scores: a panel's ratings in two rounds, and the score that was signed."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from certification.models.form import ExamForm, FormItem
from institute.accounts.models import User
from institute.moves import Move, Moving


class SettingStatus(models.TextChoices):
    """Two rounds of rating, then a signature."""

    FIRST = "first", "Round 1"
    SECOND = "second", "Round 2"
    TO_SIGN = "to_sign", "To be signed"
    SIGNED = "signed", "Signed"
    ABANDONED = "abandoned", "Abandoned"


OPEN = (SettingStatus.FIRST, SettingStatus.SECOND, SettingStatus.TO_SIGN)


class StandardSettingQuerySet(models.QuerySet["StandardSetting"]):
    """Chainable adjectives for panels."""

    def of_panellist(self, user: User) -> Self:
        return self.filter(panel__user=user)

    def visible_to(self, user: User, *, leads: bool) -> Self:
        """Who leads examinations sees all; a panellist sees their own."""
        return self if leads else self.of_panellist(user)

    def waiting_for(self, user: User) -> Self:
        """Rounds in which this panellist has not finished rating."""
        first = Q(status=SettingStatus.FIRST, panel__user=user, panel__rounds_done=0)
        second = Q(status=SettingStatus.SECOND, panel__user=user, panel__rounds_done__lt=2)
        return self.filter(first | second)


class StandardSetting(Moving):
    """A panel says what just enough means for one form; frozen when it is signed (trigger)."""

    MOVES: ClassVar = {
        "close_first": Move.of(SettingStatus.FIRST, to=SettingStatus.SECOND),
        "close_second": Move.of(SettingStatus.SECOND, to=SettingStatus.TO_SIGN),
        "sign": Move.of(SettingStatus.TO_SIGN, to=SettingStatus.SIGNED),
        "abandon": Move.of(*OPEN, to=SettingStatus.ABANDONED),
    }

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="standards")
    status = models.CharField(
        max_length=10, choices=SettingStatus.choices, default=SettingStatus.FIRST
    )
    borderline = models.TextField(help_text="The candidate who is only just good enough.")
    led_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    first_closed_at = models.DateTimeField(null=True, blank=True)
    second_closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = StandardSettingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=SettingStatus.values), name="standard_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["form"], condition=Q(status__in=OPEN), name="one_open_panel_per_form"
            ),
        ]

    def __str__(self) -> str:
        return f"Cut score of {self.form}"

    def get_absolute_url(self) -> str:
        return reverse("certification:standard", args=[self.public_id])

    @property
    def round(self) -> int:
        """The round whose ratings count now."""
        return 1 if self.status == SettingStatus.FIRST else 2

    @property
    def is_rating(self) -> bool:
        return self.status in (SettingStatus.FIRST, SettingStatus.SECOND)


class Panellist(models.Model):
    """One expert of a panel."""

    setting = models.ForeignKey(StandardSetting, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="panels")
    rounds_done = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["setting", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["setting", "user"], name="one_seat_per_panellist"),
            models.CheckConstraint(condition=Q(rounds_done__lte=2), name="a_panel_has_two_rounds"),
        ]

    def __str__(self) -> str:
        return f"{self.user} on panel {self.setting_id}"


class Rating(models.Model):
    """The share of a question's points that just enough earns, in per cent."""

    panellist = models.ForeignKey(Panellist, on_delete=models.PROTECT, related_name="ratings")
    form_item = models.ForeignKey(FormItem, on_delete=models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    per_cent = models.PositiveSmallIntegerField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panellist", "form_item", "round"], name="one_rating_per_round"
            ),
            models.CheckConstraint(condition=Q(per_cent__lte=100), name="a_rating_is_at_most_100"),
            models.CheckConstraint(condition=Q(round__in=(1, 2)), name="rating_round_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.form_item_id}: {self.per_cent} per cent"


class CutScore(models.Model):
    """The raw score from which a form is passed; only ever added (trigger), the newest counts."""

    form = models.ForeignKey(ExamForm, on_delete=models.PROTECT, related_name="cut_scores")
    setting = models.OneToOneField(
        StandardSetting, on_delete=models.PROTECT, related_name="cut_score"
    )
    raw = models.DecimalField(max_digits=7, decimal_places=2)
    panel_mean = models.DecimalField(max_digits=7, decimal_places=2)
    se = models.DecimalField(max_digits=7, decimal_places=2)
    panellists = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True, help_text="Why it is not the panel's mean.")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["form", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(signed_by=F("author")), name="a_cut_score_is_signed_by_another"
            ),
            models.CheckConstraint(
                condition=Q(panellists__gte=3), name="a_panel_has_three_or_more"
            ),
            models.CheckConstraint(condition=Q(raw__gt=0), name="a_cut_score_is_positive"),
            models.CheckConstraint(
                condition=Q(raw=F("panel_mean")) | ~Q(reason=""),
                name="another_cut_than_the_panels_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.raw}"
