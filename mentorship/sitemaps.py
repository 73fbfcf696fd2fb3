"""Pages of mentorship a search engine may list."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from mentorship.models import Mentor


class MentorshipPages(Sitemap[str]):
    """The list of mentors."""

    changefreq = "weekly"

    def items(self) -> list[str]:
        return ["mentorship:mentors"]

    def location(self, item: str) -> str:
        return reverse(item)


class MentorPages(Sitemap[Mentor]):
    """A page for each mentor."""

    changefreq = "monthly"

    def items(self) -> QuerySet[Mentor]:
        return Mentor.objects.public()


sitemaps: dict[str, type[Sitemap[Any]]] = {"mentorship": MentorshipPages, "mentors": MentorPages}
