"""The decision log: every act that touches a result, each sealed onto the one before."""

from typing import ClassVar

from django.db import models

from institute.accounts.models import User


class LogEntry(models.Model):
    """One act, sealed: `digest` is SHA-256 over the digest before it and this entry."""

    number = models.BigIntegerField(unique=True, help_text="From 1, without gaps.")
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True, help_text="attempt:7f3k…")
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=40, help_text="user:17, or clock.")
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.act}"
