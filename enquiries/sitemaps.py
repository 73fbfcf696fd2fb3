"""Pages of enquiries a search engine may list."""

from django.contrib.sitemaps import Sitemap
from django.urls import reverse


class EnquiryPages(Sitemap[str]):
    """The page with the form."""

    changefreq = "yearly"

    def items(self) -> list[str]:
        return ["enquiries:ask"]

    def location(self, item: str) -> str:
        return reverse(item)


sitemaps = {"enquiries": EnquiryPages}
