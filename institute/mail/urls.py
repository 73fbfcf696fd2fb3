"""Addresses of the outbox."""

from django.urls import path

from institute.mail.views import preferences, staff

app_name = "mail"
urlpatterns = [
    path("staff/mail/", staff.messages, name="messages"),
    path("staff/mail/<int:pk>/", staff.message, name="message"),
    path("staff/mail/<int:pk>/preview/", staff.preview, name="preview"),
    path("staff/mail/<int:pk>/retry/", staff.retry, name="retry"),
    path("staff/mail/<int:pk>/cancel/", staff.cancel, name="cancel"),
    path("email/<slug:token>/", preferences.preferences, name="preferences"),
    path("email/<slug:token>/topics/", preferences.topics, name="topics"),
    path("email/<slug:token>/unsubscribe/", preferences.unsubscribe, name="unsubscribe"),
]
