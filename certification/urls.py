"""Addresses of certification: fixed words first, a scheme's own page last."""

from django.urls import include, path

from certification.addresses import (
    bank,
    governing,
    marking,
    measuring,
    renewal,
    sitting,
    verifying,
)
from certification.views import schemes

app_name = "certification"
urlpatterns = [
    path("", include(measuring.urlpatterns)),
    path("", include(bank.urlpatterns)),
    path("", include(marking.urlpatterns)),
    path("", include(sitting.urlpatterns)),
    path("", include(governing.urlpatterns)),
    path("", include(renewal.urlpatterns)),
    path("", include(verifying.urlpatterns)),
    path("certification/", schemes.schemes, name="schemes"),
    path("certification/<slug:slug>/", schemes.scheme, name="scheme"),
]
