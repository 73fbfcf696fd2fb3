"""Pages of certification a search engine may list."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from certification.models import Scheme


class CertificationPages(Sitemap[str]):
    """How certification works."""

    changefreq = "monthly"

    def items(self) -> list[str]:
        return ["certification:schemes"]

    def location(self, item: str) -> str:
        return reverse(item)


class SchemePages(Sitemap[Scheme]):
    """A page for each certification."""

    changefreq = "monthly"

    def items(self) -> QuerySet[Scheme]:
        return Scheme.objects.all()


sitemaps: dict[str, type[Sitemap[Any]]] = {
    "certification": CertificationPages,
    "schemes": SchemePages,
}
