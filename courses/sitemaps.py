"""What search engines are told about."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from courses.models import Course, Programme


class InstituteSitemap(Sitemap[Any]):
    """Addresses as SITE_URL has them, whatever host was asked."""

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return settings.SITE_URL.partition("://")[0]

    def get_domain(self, site: Any = None) -> str:
        return settings.SITE_URL.partition("://")[2]


class CourseSitemap(InstituteSitemap):
    """Published courses."""

    def items(self) -> QuerySet[Course]:
        return Course.objects.published().select_related("current").order_by("slug")

    def lastmod(self, course: Course) -> dt.datetime | None:
        return course.current.created_at if course.current else None

    def location(self, course: Course) -> str:
        return reverse("courses:course", args=[course.slug])


class ProgrammeSitemap(InstituteSitemap):
    """Programmes."""

    def items(self) -> QuerySet[Programme]:
        return Programme.objects.order_by("slug")

    def location(self, programme: Programme) -> str:
        return reverse("courses:programme", args=[programme.slug])


class PageSitemap(InstituteSitemap):
    """Pages that stand by themselves, by the names of their addresses."""

    def __init__(self, *names: str) -> None:
        self.names = names

    def items(self) -> tuple[str, ...]:
        return self.names

    def location(self, name: str) -> str:
        route, _, argument = name.partition(" ")
        return reverse(route, args=[argument] if argument else [])
