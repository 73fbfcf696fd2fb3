"""Mentors and offers as staff records."""

from typing import ClassVar

from django.contrib import admin

from institute.public_records import PublicRecordAdmin
from mentorship.models import Mentor, Offer


@admin.register(Mentor)
class MentorAdmin(PublicRecordAdmin[Mentor]):
    """Who may be asked, and about what."""

    list_display: ClassVar = ["user", "headline", "accepting", "position", "is_demo"]
    list_filter: ClassVar = ["accepting", "is_demo"]
    list_select_related: ClassVar = ["user"]
    search_fields: ClassVar = ["user__display_name", "user__email", "headline"]
    autocomplete_fields: ClassVar = ["user"]
    filter_horizontal: ClassVar = ["competencies"]


@admin.register(Offer)
class OfferAdmin(PublicRecordAdmin[Offer]):
    """The ways to work with a mentor."""

    list_display: ClassVar = ["title", "kind", "position", "is_demo"]
