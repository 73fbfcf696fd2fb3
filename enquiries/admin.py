"""Staff records: questions are read and never rewritten; the desk's hours are kept here."""

from typing import ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from enquiries.models import DeskAbsence, DeskShift, DoNotCall, Enquiry

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@admin.register(Enquiry)
class EnquiryAdmin(admin.ModelAdmin[Enquiry]):
    """What was sent stays as it was sent."""

    list_display = (
        "created_at",
        "name",
        "email",
        "phone",
        "topic",
        "course",
        "status",
    )
    list_filter = ("topic", "status", "source", "consent_given", "is_demo")
    list_select_related = ("course__current",)
    search_fields = ("name", "email", "phone", "question")
    date_hierarchy = "created_at"

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Enquiry | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Enquiry | None = None,  # noqa: ARG002
    ) -> bool:
        return False


class ShiftForm(forms.ModelForm[DeskShift]):
    """Weekdays by name."""

    weekday = forms.TypedChoiceField(choices=list(enumerate(WEEKDAYS)), coerce=int)

    class Meta:
        model = DeskShift
        fields: ClassVar = ["staff", "weekday", "starts", "ends"]


@admin.register(DeskShift)
class DeskShiftAdmin(admin.ModelAdmin[DeskShift]):
    """When somebody may be promised for call-backs, on Toronto's clock."""

    form = ShiftForm
    list_display = ("staff", "day", "starts", "ends")
    list_filter = ("staff",)
    list_select_related = ("staff",)
    autocomplete_fields = ("staff",)

    @admin.display(description="Weekday", ordering="weekday")
    def day(self, shift: DeskShift) -> str:
        return WEEKDAYS[shift.weekday]


@admin.register(DeskAbsence)
class DeskAbsenceAdmin(admin.ModelAdmin[DeskAbsence]):
    """When somebody takes no call-backs."""

    list_display = ("staff", "during", "why")
    list_select_related = ("staff",)
    autocomplete_fields = ("staff",)


@admin.register(DoNotCall)
class DoNotCallAdmin(admin.ModelAdmin[DoNotCall]):
    """Kept for ever: the desk adds, nobody takes away."""

    list_display = ("number", "at", "by")
    list_select_related = ("by",)
    search_fields = ("number",)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: DoNotCall | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: DoNotCall | None = None,  # noqa: ARG002
    ) -> bool:
        return False
