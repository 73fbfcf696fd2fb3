"""Mentors and offers as staff records."""

from django.contrib import admin

from institute.public_records import PublicRecordAdmin
from mentorship.models import Mentor, Offer


@admin.register(Mentor)
class MentorAdmin(PublicRecordAdmin[Mentor]):
    """Who may be asked, and about what."""

    list_display = ("user", "headline", "accepting", "position", "is_demo")
    list_filter = ("accepting", "is_demo")
    list_select_related = ("user",)
    search_fields = ("user__display_name", "user__email", "headline")
    autocomplete_fields = ("user",)
    filter_horizontal = ("competencies",)


@admin.register(Offer)
class OfferAdmin(PublicRecordAdmin[Offer]):
    """The ways to work with a mentor."""

    list_display = ("title", "kind", "position", "is_demo")
