"""What Django shows for the roof when a form cannot be trusted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or sent from elsewhere."""
    return render(request, "403.html", {"exception": "csrf"}, status=403)
