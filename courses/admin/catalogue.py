"""Competencies, courses, versions and programmes."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from courses.admin.acts import on_each
from courses.models import (
    Competency,
    Course,
    CourseVersion,
    Lesson,
    Module,
    Programme,
    RequirementNode,
    Teacher,
)
from courses.operations import catalogue
from institute.public_records import PublicRecordAdmin


@admin.register(Competency)
class CompetencyAdmin(PublicRecordAdmin[Competency]):
    list_display = ("name", "kind", "position")
    list_filter = ("kind",)
    search_fields = ("name", "description")


@admin.register(Teacher)
class TeacherAdmin(PublicRecordAdmin[Teacher]):
    list_display = ("__str__", "headline", "is_demo")
    search_fields = ("user__display_name", "user__email", "headline")
    autocomplete_fields = ("user",)
    readonly_fields = ("is_demo",)


@admin.register(Course)
class CourseAdmin(PublicRecordAdmin[Course]):
    list_display = ("__str__", "slug", "status", "is_demo")
    list_filter = ("status", "is_demo")
    list_select_related = ("current",)
    search_fields = ("slug", "versions__title")
    readonly_fields = ("status", "is_demo")
    autocomplete_fields = ("current",)
    actions = (
        on_each(lambda course, _: catalogue.publish(course=course), "Publish"),
        on_each(lambda course, _: catalogue.retire(course=course), "Retire"),
    )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep the catalogue's row true to what was saved."""
        super().save_related(request, form, formsets, change)
        catalogue.refresh(form.instance)


class ModuleInline(admin.StackedInline[Module, CourseVersion]):
    model = Module
    extra = 0
    show_change_link = True


@admin.register(CourseVersion)
class CourseVersionAdmin(PublicRecordAdmin[CourseVersion]):
    """A version is typed freely until a cohort is taught from it; then it is read."""

    list_display = ("title", "number", "level", "format", "price_cents")
    list_filter = ("level", "format", "lane")
    list_select_related = ("course",)
    search_fields = ("title", "course__slug")
    filter_horizontal = ("competencies", "prerequisites")
    autocomplete_fields = ("course", "instructor")
    inlines = (ModuleInline,)

    def has_change_permission(self, request: HttpRequest, obj: CourseVersion | None = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_fixed(obj)

    def has_delete_permission(self, request: HttpRequest, obj: CourseVersion | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_fixed(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep the catalogue's row true to what was saved."""
        super().save_related(request, form, formsets, change)
        catalogue.refresh(form.instance.course)


def _is_fixed(version: CourseVersion | None) -> bool:
    return version is not None and version.cohorts.exists()


class LessonInline(admin.TabularInline[Lesson, Module]):
    model = Lesson
    extra = 0
    fields = ("position", "title", "kind", "minutes")


@admin.register(Module)
class ModuleAdmin(PublicRecordAdmin[Module]):
    """Reached from its version."""

    list_display = ("title", "version", "position")
    list_select_related = ("version",)
    search_fields = ("title", "version__title")
    inlines = (LessonInline,)

    def has_change_permission(self, request: HttpRequest, obj: Module | None = None) -> bool:
        allowed = super().has_change_permission(request, obj)
        return allowed and not _is_fixed(obj.version if obj else None)

    def has_delete_permission(self, request: HttpRequest, obj: Module | None = None) -> bool:
        return self.has_change_permission(request, obj)


class NodeInline(admin.TabularInline[RequirementNode, Programme]):
    model = RequirementNode
    extra = 0


@admin.register(Programme)
class ProgrammeAdmin(PublicRecordAdmin[Programme]):
    list_display = ("title", "slug", "price_cents")
    search_fields = ("title",)
    inlines = (NodeInline,)
