"""What machines ask: does the process answer, is everything it needs there, how much is waiting."""

from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import Error, connection
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from courses.models import Cohort, Enrolment
from institute.mail.models import OutboundMessage


@login_not_required
@require_GET
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_GET
def readyz(request: HttpRequest) -> JsonResponse:
    """Database, broker and worker: 200 when all answer, else 503 with what is down."""
    state = {
        "database": _database_answers(),
        "broker": _broker_answers(),
        "worker": _worker_beats(),
    }
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
    return bool(cache.get("readyz") == "1")


def _worker_beats() -> bool:
    return cache.get("heartbeat") is not None


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in Prometheus' text format, for callers on this machine only."""
    if request.META.get("REMOTE_ADDR") not in {"127.0.0.1", "::1", ""} or _came_through_a_proxy(
        request
    ):
        return HttpResponseNotFound()
    lines = [f"{name} {value}" for name, value in _figures()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _came_through_a_proxy(request: HttpRequest) -> bool:
    return "X-Forwarded-For" in request.headers or "Forwarded" in request.headers


def _figures() -> Iterator[tuple[str, float]]:
    for status, number in _by_status(OutboundMessage):
        yield f'institute_mail_messages{{status="{status}"}}', number
    waiting = OutboundMessage.objects.filter(status="queued", send_after__lte=timezone.now())
    oldest = waiting.aggregate(oldest=Min("send_after"))["oldest"]
    yield (
        "institute_mail_oldest_due_seconds",
        (timezone.now() - oldest).total_seconds() if oldest else 0,
    )
    for status, number in _by_status(Enrolment):
        yield f'institute_enrolments{{status="{status}"}}', number
    for status, number in _by_status(Cohort):
        yield f'institute_cohorts{{status="{status}"}}', number


def _by_status(model: type[OutboundMessage | Enrolment | Cohort]) -> list[tuple[str, int]]:
    counted = model.objects.order_by().values_list("status").annotate(number=Count("pk"))
    return [(str(status), int(number)) for status, number in counted]
