"""Staff records behind pages that are kept for visitors: a change is visible at once."""

from typing import Any, TypeVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from institute import visitor_pages

M = TypeVar("M", bound=models.Model)


class PublicRecordAdmin(admin.ModelAdmin[M]):
    """Drops the kept pages whenever staff save or delete."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        visitor_pages.changed()

    def delete_model(self, request: HttpRequest, obj: M) -> None:
        super().delete_model(request, obj)
        visitor_pages.changed()

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[M]) -> None:
        super().delete_queryset(request, queryset)
        visitor_pages.changed()
