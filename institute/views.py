"""What the roof shows when a form cannot be trusted, or when something broke."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import defaults

# PostgreSQL keeps no null characters; what carries one, such as a forged cookie, is not a question.
NUL_REFUSED = "cannot contain NUL"
A_MOMENT = "30"  # seconds until it is worth trying again


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or sent from elsewhere."""
    return render(request, "403.html", {"exception": "csrf"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that asks nobody anything: what is down when that is the database, else an apology."""
    error = sys.exc_info()[1]
    if isinstance(error, ValueError) and NUL_REFUSED in str(error):
        return defaults.bad_request(request, error)
    if not isinstance(error, OperationalError | InterfaceError):
        return defaults.server_error(request)
    page = render_to_string("503.html", {"sent": request.method == "POST"})
    headers = {"Retry-After": A_MOMENT, "Cache-Control": "no-store"}
    return HttpResponse(page, status=503, headers=headers)
