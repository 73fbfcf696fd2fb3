"""Pages of enquiries a search engine may list."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class EnquiryPages(Sitemap[str]):
    """The page with the form."""

    changefreq = "yearly"

    def items(self) -> list[str]:
        return ["enquiries:ask"]

    def location(self, item: str) -> str:
        return reverse(item)


sitemaps: dict[str, type[Sitemap[Any]]] = {"enquiries": EnquiryPages}
