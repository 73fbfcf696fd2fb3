"""Addresses of credentials and their verification."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
