"""The calibration target: Django with one view and nothing around it."""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY=os.environ.get("SECRET_KEY", "measures nothing secret"),
        MIDDLEWARE=[],
    )
    django.setup(set_prefix=False)


def hello(request: HttpRequest) -> HttpResponse:
    """The least a view can do."""
    return HttpResponse("hello")


urlpatterns = [path("", hello)]
application = WSGIHandler()
