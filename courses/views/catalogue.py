"""The catalogue: search, filters, pages, all in the address."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from courses.catalogue.cards import axis_for
from courses.catalogue.facets import Chip, Facet, chips, clash, facets, ways_out
from courses.catalogue.search import Found, search
from courses.catalogue.wanted import SORTS, Wanted
from courses.views.cards import cards
from institute.accounts.requests import PublicRequest
from institute.figures.calendars import WEEK, Axis
from institute.visitor_pages import same_for_every_visitor


@dataclass(frozen=True)
class Results:
    """A page of the catalogue as the template reads it."""

    request: PublicRequest
    wanted: Wanted
    found: Found

    @cached_property
    def rows(self) -> list[SafeString]:
        return cards(self.found.courses or self.found.nearest, self.request.zone)

    @property
    def axis(self) -> Axis:
        return axis_for(self.request.zone)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        return facets(self.wanted, self.found)

    @property
    def chips(self) -> tuple[Chip, ...]:
        return chips(self.wanted, self.found)

    @property
    def ways_out(self) -> tuple[Chip, ...]:
        return ways_out(self.wanted, self.found)

    @property
    def clash(self) -> str:
        return clash(self.wanted, self.found)

    @property
    def sorts(self) -> list[tuple[str, str, bool]]:
        order, usual = self.wanted.order, replace(self.wanted, sort="").order
        return [
            # The usual order has no name, so that new words bring the best match first.
            ("" if value == usual else value, label, value == order)
            for value, label in SORTS.items()
            if value != "relevance" or self.wanted.q
        ]

    @property
    def heading(self) -> str:
        """ "6 courses, January to June 2027", "1 course like dependancy", "No courses match"."""
        total, q = self.found.total, self.wanted.q
        if not total:
            return "No courses match"
        counted = "1 course" if total == 1 else f"{total} courses"
        if not q:
            return f"{counted}, {span_words(self.axis)}"
        return f"{counted} like “{q}”" if self.found.is_fuzzy else f"{counted} for “{q}”"

    @property
    def earlier(self) -> str:
        """The address of the page before; empty on the first."""
        return self.wanted.at(self.wanted.page - 1).query if self.wanted.page > 1 else ""

    @property
    def first(self) -> str:
        return self.wanted.at(1).query

    @property
    def later(self) -> str:
        more = self.wanted.page < self.found.pages
        return self.wanted.at(self.wanted.page + 1).query if more else ""


def span_words(axis: Axis) -> str:
    """ "January to June 2027": the months an axis shows."""
    first, last = axis.first, axis.monday + WEEK * axis.weeks
    return (
        f"{first:%B} to {last:%B %Y}"
        if first.year == last.year
        else f"{first:%B %Y} to {last:%B %Y}"
    )


@login_not_required
@require_safe
@same_for_every_visitor
def catalogue(request: PublicRequest) -> HttpResponse:
    """Everything we teach; to htmx only what changes when a filter does."""
    wanted = Wanted.read(dict(request.GET.lists()))
    results = Results(request, wanted, search(wanted))
    live = request.htmx and not request.htmx.history_restore_request
    template = "courses/_catalogue_live.html" if live else "courses/catalogue.html"
    return render(request, template, {"results": results, "wanted": wanted, "section": "courses"})
