"""Pages of the roof, and the two questions machines ask."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html")


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or sent from elsewhere."""
    return render(request, "403.html", {"exception": "csrf"}, status=403)


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and worker: 200 when all answer, else 503 with what is down."""
    state = {"database": _database_answers(), "broker": _broker_answers(), "worker": _worker_beats()}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _broker_answers() -> bool:
    cache.set("readyz", "1", 5)
    return cache.get("readyz") == "1"


def _worker_beats() -> bool:
    return cache.get("heartbeat") is not None
