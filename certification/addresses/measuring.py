"""Addresses of blueprints, forms, cut scores and item health."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
