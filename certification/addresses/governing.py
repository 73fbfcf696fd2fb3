"""Addresses of applications, decisions, releases and appeals."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
