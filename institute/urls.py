"""The roof: mounts the apps."""

from django.contrib import admin
from django.urls import include, path

from institute import dashboard, feed, home, machines, pages
from institute.accounts import views as account_pages

handler500 = "institute.views.server_error"
urlpatterns = [
    path("", home.home, name="home"),
    path("about/<slug:slug>/", pages.policy, name="policy"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", pages.sitemap, name="sitemap"),
    path("healthz", machines.healthz, name="healthz"),
    path("readyz", machines.readyz, name="readyz"),
    path("metrics", machines.metrics, name="metrics"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("calendar/reset/", feed.reset, name="calendar_reset"),
    path("calendar/<uuid:token>.ics", feed.feed, name="calendar_feed"),
    path("accounts/", include("institute.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("privacy/", account_pages.privacy, name="privacy"),
    path("admin/", admin.site.urls),
    path("", include("courses.urls")),
    path("", include("certification.urls")),
    path("", include("mentorship.urls")),
    path("", include("enquiries.urls")),
    path("", include("institute.mail.urls")),
]
