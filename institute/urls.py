"""The roof: mounts the apps."""

from django.contrib import admin
from django.urls import include, path

from institute import machines, views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.metrics, name="metrics"),
    path("admin/", admin.site.urls),
]
_ = include
