"""Addresses of the item bank."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
