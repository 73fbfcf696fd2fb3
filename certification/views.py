"""Pages about certification, for everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from certification.models import Scheme
from institute.accounts.requests import PublicRequest
from institute.visitor_pages import same_for_every_visitor


@login_not_required
@require_GET
@same_for_every_visitor
def schemes(request: PublicRequest) -> HttpResponse:
    """How certification works, and every certification in order of career."""
    return render(request, "certification/schemes.html", {"schemes": Scheme.objects.all()})


@login_not_required
@require_GET
@same_for_every_visitor
def scheme(request: PublicRequest, slug: str) -> HttpResponse:
    """One certification: what it asks, how it is assessed, which courses prepare."""
    found = get_object_or_404(Scheme.objects.with_preparation(), slug=slug)
    return render(request, "certification/scheme.html", {"scheme": found})
