"""Addresses of professional development and renewal."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
