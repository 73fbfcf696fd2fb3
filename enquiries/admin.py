"""Questions as staff records: read, never rewritten."""

from django.contrib import admin
from django.http import HttpRequest

from enquiries.models import Enquiry


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
