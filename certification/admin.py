"""Certifications as staff records."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from certification.models import Credential, Scheme
from certification.operations import issuing
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.public_records import PublicRecordAdmin


@admin.register(Scheme)
class SchemeAdmin(PublicRecordAdmin[Scheme]):
    """What a certification asks."""

    list_display = ("title", "level", "position", "is_demo")
    list_filter = ("level", "is_demo")
    search_fields = ("title", "summary")
    filter_horizontal = ("competencies", "courses", "programmes")


@admin.register(Credential)
class CredentialAdmin(admin.ModelAdmin[Credential]):
    """What was signed is read and never rewritten; a new name makes a new document."""

    list_display = ("public_id", "number", "name", "revision", "issued_at", "valid_until")
    list_filter = ("certification__status", "certification__scheme")
    list_select_related = ("certification",)
    search_fields = ("public_id", "name", "certification__number", "certification__holder__email")
    date_hierarchy = "issued_at"
    actions = ("write_anew",)

    @admin.display(ordering="certification__number")
    def number(self, credential: Credential) -> str:
        return credential.certification.number

    @admin.action(description="Write anew with the holder's present name")
    def write_anew(self, request: HttpRequest, chosen: QuerySet[Credential]) -> None:
        """After the proof of a change of name was seen; the same name changes nothing."""
        assert isinstance(request.user, User)
        for one in chosen.with_standing():  # type: ignore[attr-defined]
            try:
                made = issuing.issue(certification=one.certification, by=request.user)
            except RuleBroken as rule:
                self.message_user(request, f"{one}: {rule}", messages.ERROR)
            else:
                words = f"{made.certification.number} is in the name of {made.name}."
                self.message_user(request, words, messages.SUCCESS)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Credential | None = None,  # noqa: ARG002
    ) -> bool:
        return False

    def has_delete_permission(
        self,
        request: HttpRequest,  # noqa: ARG002
        obj: Credential | None = None,  # noqa: ARG002
    ) -> bool:
        return False
