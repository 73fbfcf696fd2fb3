"""The roof: mounts the apps."""

from django.contrib import admin
from django.urls import include, path

from institute import views

urlpatterns = [
    path("", views.home, name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
_ = include
