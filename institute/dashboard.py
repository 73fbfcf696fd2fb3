"""Today: what each app has to say to the person who signed in, one next action first."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from institute import panels
from institute.accounts.requests import SignedInRequest

MORNING, AFTERNOON, EVENING = 5, 12, 18


@dataclass(frozen=True)
class Filled:
    """A panel with something to say."""

    name: str
    template: str
    context: dict[str, object]


@never_cache
@require_safe
def dashboard(request: SignedInRequest) -> HttpResponse:
    """The Today page. It knows no app: it asks the registry."""
    now = timezone.localtime()
    context = {
        "greeting": greeting(now),
        "now": now,
        "next": next(iter(_filled(request, "next")), None),
        "path": _filled(request, "path")[:1],
        "main_panels": _filled(request, "main"),
        "side_panels": _filled(request, "side"),
    }
    return render(request, "dashboard.html", context)


def greeting(now: dt.datetime) -> str:
    """ "Good evening", by the reader's clock."""
    if MORNING <= now.hour < AFTERNOON:
        return "Good morning"
    return "Good afternoon" if AFTERNOON <= now.hour < EVENING else "Good evening"


def _filled(request: SignedInRequest, place: str) -> list[Filled]:
    asked = ((panel, panel.build(request)) for panel in panels.panels() if panel.place == place)
    return [
        Filled(panel.name, panel.template, context)
        for panel, context in asked
        if context is not None
    ]
