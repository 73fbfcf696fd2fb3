"""Mentors and offers as staff records."""

from typing import ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from institute.accounts.models import User
from institute.public_records import PublicRecordAdmin
from mentorship.models import Mentor, MentorshipRequest, Offer, SessionGrant
from mentorship.operations import close_request


@admin.register(Mentor)
class MentorAdmin(PublicRecordAdmin[Mentor]):
    """Who may be asked, and about what."""

    list_display = ("user", "headline", "accepting", "position", "is_demo")
    list_filter = ("accepting", "is_demo")
    list_select_related = ("user",)
    search_fields = ("user__display_name", "user__email", "headline")
    autocomplete_fields = ("user",)
    filter_horizontal = ("competencies", "offers")
    formfield_overrides: ClassVar = {models.URLField: {"assume_scheme": "https"}}


@admin.register(Offer)
class OfferAdmin(PublicRecordAdmin[Offer]):
    """The ways to work with a mentor."""

    list_display = ("title", "kind", "position", "is_demo")


@admin.register(SessionGrant)
class SessionGrantAdmin(admin.ModelAdmin[SessionGrant]):
    """What courses and programmes bring. Nobody enrols in a programme: its sessions by hand."""

    list_display = ("__str__", "sessions", "days")
    list_select_related = ("course__current", "programme")


@admin.register(MentorshipRequest)
class MentorshipRequestAdmin(admin.ModelAdmin[MentorshipRequest]):
    """What students asked mentors for: read, and closed once it is answered."""

    list_display = ("created_at", "student", "offer", "status", "closed_at", "is_demo")
    list_filter = ("status", "offer", "is_demo")
    list_select_related = ("student", "offer")
    search_fields = ("student__display_name", "student__email", "wish")
    date_hierarchy = "created_at"
    actions = ("close",)

    @admin.action(description="Close: a mentor has answered", permissions=["view"])
    def close(self, request: HttpRequest, chosen: QuerySet[MentorshipRequest]) -> None:
        """Close each of the chosen requests."""
        assert isinstance(request.user, User)
        for asked in chosen:
            close_request(request=asked, by=request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: MentorshipRequest | None = None,  # noqa: ARG002
    ) -> bool:
        return False
