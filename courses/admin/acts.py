"""What the staff records of courses share."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest

from institute.accounts.models import User
from institute.errors import RuleBroken

Act = Callable[[Any, User], object]


def on_each(act: Act, words: str) -> Callable[[Any, HttpRequest, Any], None]:
    """An admin action: one operation for each chosen record, with what a rule refused."""

    @admin.action(description=words)
    def run(_: Any, request: HttpRequest, chosen: "models.QuerySet[models.Model]") -> None:
        assert isinstance(request.user, User)
        done = 0
        for record in chosen:
            try:
                act(record, request.user)
            except RuleBroken as rule:
                messages.warning(request, f"{record}: {rule} {rule.instead}".strip())
            else:
                done += 1
        if done:
            messages.success(request, f"{words}: {done} done.")

    run.__name__ = words.lower().replace(" ", "_")
    return run


class ReadOnly(admin.ModelAdmin[Any]):
    """A record that operations write and nobody types over."""

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
