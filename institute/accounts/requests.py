"""Requests as the views see them, for the type checker."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from institute.accounts.models import User

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PublicRequest(HttpRequest):
    """Anyone's request."""

    htmx: HtmxDetails
    zone: ZoneInfo
    user: "User | AnonymousUser"


class SignedInRequest(HttpRequest):
    """The request of a person who has signed in."""

    htmx: HtmxDetails
    zone: ZoneInfo
    user: User
