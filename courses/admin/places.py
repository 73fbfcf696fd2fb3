"""Places, lines, invoices, payments, registers: read here, changed on the roster."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from courses.admin.acts import ReadOnly
from courses.models import (
    Attendance,
    Enrolment,
    EnrolmentEvent,
    Invoice,
    Payment,
    WaitlistEntry,
)


class EventInline(admin.TabularInline[EnrolmentEvent, Enrolment]):
    model = EnrolmentEvent
    extra = 0
    can_delete = False
    fields = ("at", "act", "status", "by", "reason")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnly):
    """Read here, changed on the roster."""

    list_display = ("student", "cohort", "status", "funding", "created_at")
    list_filter = ("status", "funding", "is_demo")
    list_select_related = ("student", "cohort__version")
    search_fields = ("student__email", "student__display_name", "cohort__version__title")
    date_hierarchy = "created_at"
    inlines = (EventInline,)


@admin.register(WaitlistEntry)
class WaitlistEntryAdmin(ReadOnly):
    list_display = ("student", "cohort", "status", "joined_at", "offer_expires_at")
    list_filter = ("status",)
    list_select_related = ("student", "cohort__version")
    search_fields = ("student__email", "cohort__version__title")


@admin.register(Invoice)
class InvoiceAdmin(ReadOnly):
    list_display = ("number", "bill_to", "total_cents", "due_at", "void")
    list_filter = ("void", "year")
    search_fields = ("serial", "bill_to", "enrolment__student__email")


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("received_on", "invoice", "method", "cents", "reference", "recorded_by")
    list_filter = ("method",)
    list_select_related = ("invoice", "recorded_by")
    search_fields = ("reference", "invoice__serial")
    date_hierarchy = "received_on"


@admin.register(Attendance)
class AttendanceAdmin(ReadOnly):
    list_display = ("enrolment", "session", "mark", "marked_by", "marked_at")
    list_filter = ("mark",)
    list_select_related = (
        "enrolment__student",
        "enrolment__cohort__version",
        "session",
        "marked_by",
    )
