"""Addresses of sitting an examination."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
