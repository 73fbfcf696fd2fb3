"""Pages of the roof that stand by themselves: policies, and what search engines read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps import Sitemap
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

import certification.sitemaps
import courses.sitemaps
import enquiries.sitemaps
import mentorship.sitemaps
from institute.accounts.requests import PublicRequest
from institute.visitor_pages import same_for_every_visitor

POLICIES = ("accessibility", "accommodations", "privacy", "terms")


class RoofPages(Sitemap[str]):
    """The front page and the policies."""

    def items(self) -> list[str]:
        return [reverse("home"), *(reverse("policy", args=[slug]) for slug in POLICIES)]

    def location(self, item: str) -> str:
        return item


SITEMAPS: tuple[Mapping[str, type[Sitemap[Any]]], ...] = (
    {"roof": RoofPages},
    courses.sitemaps.sitemaps,
    certification.sitemaps.sitemaps,
    mentorship.sitemaps.sitemaps,
    enquiries.sitemaps.sitemaps,
)


@dataclass(frozen=True)
class _Site:
    """What a sitemap asks of a site: addresses as SITE_URL has them, whatever host was asked."""

    domain: str


@login_not_required
@require_safe
@same_for_every_visitor
def policy(request: PublicRequest, slug: str) -> HttpResponse:
    """A policy in plain words."""
    if slug not in POLICIES:
        raise Http404
    return render(request, f"policies/{slug}.html")


@login_not_required
@require_safe
def robots(request: PublicRequest) -> HttpResponse:
    """What crawlers may read."""
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@same_for_every_visitor
def sitemap(request: PublicRequest) -> HttpResponse:
    """Every public address."""
    context = {"urlset": list(_addresses())}
    return render(request, "sitemap.xml", context, content_type="application/xml")


def _addresses() -> Iterator[dict[str, Any]]:
    protocol, _, domain = settings.SITE_URL.partition("://")
    for kind in (kind for of_app in SITEMAPS for kind in of_app.values()):
        yield from kind().get_urls(site=_Site(domain), protocol=protocol)  # type: ignore[arg-type]
