"""Cohorts and their classes."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from courses.admin.acts import on_each
from courses.models import Cohort, Session
from courses.operations import catalogue, cohorts
from institute.moves import locked
from institute.public_records import PublicRecordAdmin


class SessionInline(admin.TabularInline[Session, Cohort]):
    """The classes: where they meet is typed here, when they meet is not."""

    model = Session
    extra = 0
    fields = ("number", "title", "during", "instructor", "join_url", "cancelled")
    readonly_fields = ("number", "during", "instructor", "cancelled")
    can_delete = False
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}  # noqa: RUF012

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


class CohortForm(forms.ModelForm[Cohort]):
    """What staff may change of a cohort once it is planned."""

    def clean_capacity(self) -> int:
        """Seats that are taken cannot be taken away."""
        capacity: int = self.cleaned_data["capacity"]
        if capacity < self.instance.taken:
            raise forms.ValidationError(f"{self.instance.taken} seats are taken already.")
        return capacity


@admin.register(Cohort)
class CohortAdmin(PublicRecordAdmin[Cohort]):
    """Dates and states change by operations, so that seats, letters and calendars follow."""

    form = CohortForm
    list_display = ("__str__", "status", "starts_at", "taken", "capacity", "price_cents")
    list_filter = ("status", "is_demo")
    list_select_related = ("version",)
    search_fields = ("version__title", "version__course__slug")
    date_hierarchy = "starts_at"
    readonly_fields = ("version", "status", "starts_at", "ends_at", "taken", "sequence", "is_demo")
    inlines = (SessionInline,)
    actions = (
        on_each(lambda cohort, _: cohorts.open_cohort(cohort=cohort), "Open for enrolment"),
        on_each(
            lambda cohort, by: cohorts.cancel_cohort(
                cohort=cohort, by=by, reason="The Institute cancelled this cohort."
            ),
            "Cancel and tell everyone",
        ),
    )

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Cohort | None:
        """What is saved whole is locked first: a seat taken meanwhile stays taken."""
        found = super().get_object(request, object_id, from_field)
        return locked(found) if found and request.method == "POST" else found

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Cohorts are planned with their classes, never half."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Cohort | None = None) -> bool:  # noqa: ARG002
        return False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep the catalogue's row true to what was saved."""
        super().save_related(request, form, formsets, change)
        catalogue.refresh(form.instance.version.course)
