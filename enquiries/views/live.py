"""Pages that keep themselves up to date: nothing is drawn again while nothing has changed."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from enquiries.worklists import pulse, waiting
from institute.accounts.requests import SignedInRequest

View = Callable[[SignedInRequest], HttpResponse]


def kept_fresh(view: View) -> View:
    """Answer 304 to a page that asks again and would be told the same.

    The tag is read before the page is drawn: what changes meanwhile is told next time.
    """

    @wraps(view)
    def tagged(request: SignedInRequest) -> HttpResponse:
        tag = pulse.etag(request.user, request.get_full_path())
        if request.htmx and request.headers.get("If-None-Match") == tag:
            return HttpResponse(status=304, headers={"ETag": tag})
        waiting.count_again()
        response = view(request)
        response["ETag"] = tag
        return response

    return tagged
