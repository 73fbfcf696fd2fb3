"""Certifications as staff records."""

from django.contrib import admin

from certification.models import Scheme
from institute.public_records import PublicRecordAdmin


@admin.register(Scheme)
class SchemeAdmin(PublicRecordAdmin[Scheme]):
    """What a certification asks."""

    list_display = ("title", "level", "position", "is_demo")
    list_filter = ("level", "is_demo")
    search_fields = ("title", "summary")
    filter_horizontal = ("competencies", "courses", "programmes")
