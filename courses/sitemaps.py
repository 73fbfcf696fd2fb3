"""Pages of courses a search engine may list."""

import datetime as dt
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from courses.models import Course, Programme, Scenario


class CataloguePages(Sitemap[str]):
    """The catalogue itself."""

    changefreq = "daily"

    def items(self) -> list[str]:
        return ["courses:catalogue", "courses:simulations"]

    def location(self, item: str) -> str:
        return reverse(item)


class CoursePages(Sitemap[Course]):
    """Published courses."""

    changefreq = "daily"

    def items(self) -> QuerySet[Course]:
        return Course.objects.published().select_related("current").order_by("slug")

    def lastmod(self, item: Course) -> dt.datetime | None:
        return item.current.created_at if item.current else None

    def location(self, item: Course) -> str:
        return reverse("courses:course", args=[item.slug])


class ProgrammePages(Sitemap[Programme]):
    """Programmes."""

    changefreq = "weekly"

    def items(self) -> QuerySet[Programme]:
        return Programme.objects.order_by("slug")

    def location(self, item: Programme) -> str:
        return reverse("courses:programme", args=[item.slug])


class SimulationPages(Sitemap[Scenario]):
    """Published simulations."""

    changefreq = "weekly"

    def items(self) -> QuerySet[Scenario]:
        return Scenario.objects.published().order_by("slug")

    def location(self, item: Scenario) -> str:
        return reverse("courses:simulation", args=[item.slug])


sitemaps: dict[str, type[Sitemap[Any]]] = {
    "catalogue": CataloguePages,
    "courses": CoursePages,
    "programmes": ProgrammePages,
    "simulations": SimulationPages,
}
