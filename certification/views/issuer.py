"""What software asks for to check our credentials without asking us about anybody."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from certification.badges import documents
from certification.badges.contexts import CREDENTIALS_V2, OPEN_BADGES
from certification.credentials import badge_png
from certification.models import SchemeVersion, StatusList
from certification.operations import status_lists
from certification.verification import issuers, keys
from institute.accounts.requests import PublicRequest

P = ParamSpec("P")
View = Callable[Concatenate[PublicRequest, P], HttpResponse]
AN_HOUR, FIVE_MINUTES, A_DAY = 3600, 300, 86_400
LINKED = "application/ld+json"


def public(seconds: int) -> Callable[[View[P]], View[P]]:
    """The same for everybody, from any page, for so many seconds."""

    def opened(view: View[P]) -> View[P]:
        @login_not_required
        @require_safe
        @wraps(view)
        def shown(request: PublicRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            response["Cache-Control"] = f"public, max-age={seconds}"
            response["Access-Control-Allow-Origin"] = "*"
            return response

        return shown

    return opened


def as_json(content: Any, mime: str = LINKED) -> HttpResponse:
    return HttpResponse(json.dumps(content, indent=1), content_type=mime)


@login_not_required
@require_safe
def issuer(request: PublicRequest) -> HttpResponse:
    """Who signs: a page for people, a document for software, by what the reader accepts."""
    us, kids = issuers.issuer(), keys.proof_kids()
    types = ("text/html", LINKED, "application/json", "application/activity+json")
    if request.get_preferred_type(types) in (None, "text/html"):
        context = {"section": "certification", "us": us, "keys": keys.rows(), "did": issuers.did()}
        response = render(request, "certification/credential_issuer.html", context)
    else:
        response = as_json(documents.issuer_document(us, kids))
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = f"public, max-age={AN_HOUR}"
    patch_vary_headers(response, ["Accept"])
    return response


@public(AN_HOUR)
def jwks(request: PublicRequest) -> HttpResponse:
    """Every public key that ever signed."""
    return as_json({"keys": keys.published()}, "application/jwk-set+json")


@public(AN_HOUR)
def did(request: PublicRequest) -> HttpResponse:
    """The issuer under its did:web name."""
    return as_json(
        documents.did_document(issuers.did(), issuers.issuer(), keys.published()),
        "application/did+ld+json",
    )


@public(FIVE_MINUTES)
def status_list(request: PublicRequest, number: int) -> HttpResponse:
    """The signed list of credentials that no longer hold, as bits without names."""
    listed = get_object_or_404(StatusList, number=number)
    return HttpResponse(status_lists.published(listed), content_type=LINKED)


@public(AN_HOUR)
def achievement(request: PublicRequest, slug: str, number: int) -> HttpResponse:
    """What one version of a scheme certifies."""
    known = issuers.achievement(_version(slug, number))
    context = {"@context": [CREDENTIALS_V2, OPEN_BADGES]}
    return as_json(context | documents.achievement(known))


@public(A_DAY)
def achievement_badge(request: PublicRequest, slug: str, number: int) -> HttpResponse:
    """The badge of a scheme, without anybody's credential in it."""
    title = _version(slug, number).scheme.title
    name = f"badge:{slug}:{title}"
    picture: bytes | None = cache.get(name)
    if picture is None:
        picture = badge_png(slug, title)
        cache.set(name, picture, A_DAY)
    return HttpResponse(picture, content_type="image/png")


def _version(slug: str, number: int) -> SchemeVersion:
    versions = SchemeVersion.objects.select_related("scheme")
    return get_object_or_404(versions, scheme__slug=slug, number=number)
