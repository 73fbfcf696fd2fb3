"""Pages about certification, for everyone."""

from django.conf import settings
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
    found = list(Scheme.objects.with_preparation())
    context = {"section": "certification", "schemes": found, "structured": _credentials(found)}
    return render(request, "certification/schemes.html", context)


@login_not_required
@require_GET
@same_for_every_visitor
def scheme(request: PublicRequest, slug: str) -> HttpResponse:
    """One certification: what it asks, how it is assessed, which courses prepare."""
    found = get_object_or_404(Scheme.objects.with_preparation(), slug=slug)
    context = {
        "section": "certification",
        "scheme": found,
        "version": found.versions.in_force().first(),
        "structured": _credential(found),
    }
    return render(request, "certification/scheme.html", context)


def _credentials(schemes: list[Scheme]) -> dict[str, object]:
    """The list for search engines (schema.org)."""
    items = [
        {"@type": "ListItem", "position": n, "item": _credential(one)}
        for n, one in enumerate(schemes, 1)
    ]
    return {"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items}


def _credential(scheme: Scheme) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": scheme.title,
        "url": settings.SITE_URL + scheme.get_absolute_url(),
        "description": scheme.summary,
        "credentialCategory": "Certification",
        "educationalLevel": scheme.get_level_display(),
        "recognizedBy": {"@type": "Organization", "name": settings.INSTITUTE_NAME},
        "competencyRequired": [competency.name for competency in scheme.competencies.all()],
    }
