"""Certifications as staff records."""

from typing import ClassVar

from django.contrib import admin

from certification.models import Scheme
from institute.public_records import PublicRecordAdmin


@admin.register(Scheme)
class SchemeAdmin(PublicRecordAdmin[Scheme]):
    """What a certification asks."""

    list_display: ClassVar = ["title", "level", "position", "is_demo"]
    list_filter: ClassVar = ["level", "is_demo"]
    search_fields: ClassVar = ["title", "summary"]
    filter_horizontal: ClassVar = ["competencies", "courses", "programmes"]
