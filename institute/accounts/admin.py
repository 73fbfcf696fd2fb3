"""People and their roles, for administrators."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest

from institute.accounts import operations
from institute.accounts.models import User

# The admin's own sign-in page knows no second step and no rate limit.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
admin.site.unregister(Group)  # roles are declared in institute.accounts.roles


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """A person. Passwords are never typed here: people choose their own by reset."""

    list_display = ("email", "display_name", "role_names", "is_active", "last_login")
    list_filter = ("groups", "is_active", "is_demo")
    search_fields = ("email", "display_name", "legal_name")
    ordering = ("email",)
    fields = (
        "email",
        "display_name",
        "legal_name",
        "time_zone",
        "groups",
        "is_active",
        "is_demo",
        "date_joined",
        "last_login",
    )
    readonly_fields = ("is_demo", "date_joined", "last_login")

    def get_queryset(self, request: HttpRequest) -> Any:
        """One query for the roles of a whole page."""
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="Roles")
    def role_names(self, user: User) -> str:
        """The roles in words."""
        return ", ".join(sorted(group.name for group in user.groups.all()))

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Seven roles fit on the page as boxes to tick."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field:
            field.label, field.help_text = "Roles", "What each role may enter: see the role table."
            field.widget = forms.CheckboxSelectMultiple()
            field.widget.choices = field.choices
        return field

    def save_model(self, request: HttpRequest, user: User, form: Any, change: bool) -> None:
        """A new person signs in by resetting the password."""
        if not change:
            user.email = user.email.lower()
            user.set_unusable_password()
        super().save_model(request, user, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Administrators get the staff records with their role and lose them with it."""
        super().save_related(request, form, formsets, change)
        operations.follow_roles(user=form.instance)
