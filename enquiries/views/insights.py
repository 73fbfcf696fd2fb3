"""What the figures say, and every table of them for a spreadsheet."""

import csv
import io

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from courses.rosters import BYTE_ORDER_MARK, harmless
from enquiries import insights
from enquiries.insights import charts
from enquiries.insights.periods import PRESETS
from enquiries.insights.sheets import SHEETS
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest

NAMES = list(zip(PRESETS, ("30 days", "90 days", "A year"), strict=True))


@area("insights")
@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """Every figure of a period beside the period before."""
    period = insights.Period.read(request.GET.dict())
    funnels = insights.funnels_of(period)
    answers, promises = insights.answering(period), insights.promising(period)
    calls = insights.calling(period)
    context = {
        "period": period,
        "presets": [(days, name, period == insights.Period.of_days(days)) for days, name in NAMES],
        "funnels": funnels,
        "groups": _groups(funnels),
        "before": insights.funnel_of(period.before),
        "answers": answers,
        "promises": promises,
        "calls": calls,
        "missed": insights.missed_calls(),
        "answers_chart": charts.of_answers(answers.weeks),
        "promises_chart": charts.of_promises(promises.weeks),
        "calls_chart": charts.of_calls(calls.weeks),
    }
    return render(request, "enquiries/insights.html", context)


def _groups(funnels: insights.Funnels) -> list[dict[str, object]]:
    """The same funnel by three questions."""
    return [
        {"key": "sources", "name": "By source", "head": "Source", "rows": funnels.sources},
        {"key": "owners", "name": "By owner", "head": "Owner", "rows": funnels.owners},
        {"key": "courses", "name": "By course", "head": "Course", "rows": funnels.courses},
    ]


@area("insights")
@require_GET
def sheet(request: SignedInRequest, name: str) -> HttpResponse:
    """One table as CSV, for the same period."""
    if name not in SHEETS:
        raise Http404("There is no such table.")
    period = insights.Period.read(request.GET.dict())
    file = io.StringIO()
    writer = csv.writer(file)
    for line in SHEETS[name](period):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in line])
    saved_as = f"{name}-{period.first.isoformat()}-to-{period.last.isoformat()}.csv"
    return HttpResponse(
        BYTE_ORDER_MARK + file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{saved_as}"'},
    )
