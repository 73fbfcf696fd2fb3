"""Lessons as their authors see them: whose they are, how far they are written, what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Count, Max, Q, QuerySet

from courses.lessons.outline import outline
from courses.models import (
    CoursePace,
    CourseVersion,
    Enrolment,
    Lesson,
    LessonPage,
    LessonRevision,
    Module,
    Pace,
    Status,
)
from institute.accounts.models import User
from institute.accounts.roles import Role


def versions_of(user: User) -> QuerySet[CourseVersion]:
    """Managers write every course; an instructor those they lead or teach."""
    found = CourseVersion.objects.select_related("course", "instructor")
    if user.has_role(Role.MANAGER):
        return found
    if not user.has_role(Role.INSTRUCTOR):
        return found.none()
    taught = user.sessions_taught.values("cohort__version")
    return found.filter(Q(instructor=user) | Q(pk__in=taught))


def lessons_of(user: User) -> QuerySet[Lesson]:
    """The lessons this person may write; others do not exist for them."""
    found = Lesson.objects.select_related("module__version__course")
    return found.filter(module__version__in=versions_of(user).order_by().values("pk"))


def shelf(user: User) -> QuerySet[CourseVersion]:
    """Each course with `total` lessons, of which `live` are published and `drafts` written."""
    live = Q(modules__lessons__page__published=True)
    return (
        versions_of(user)
        .annotate(
            total=Count("modules__lessons", distinct=True),
            live=Count("modules__lessons__page", filter=live, distinct=True),
            drafts=Count("modules__lessons__page", filter=~live, distinct=True),
            touched=Max("modules__lessons__page__updated_at"),
        )
        .order_by("title", "-number")
    )


def may_read(user: User, lesson: Lesson) -> bool:
    """Authors, and learners whose lesson is published and open to them now."""
    if lessons_of(user).filter(pk=lesson.pk).exists():
        return True
    places = Enrolment.objects.visible_to(user).with_course()
    mine = places.filter(
        cohort__version=lesson.module.version_id, status__in=[Status.CONFIRMED, Status.COMPLETED]
    )
    steps = (outline(place).of(lesson.pk) for place in mine)
    return any(step.readable for step in steps if step)


@dataclass(frozen=True)
class Row:
    """A lesson in the outline of its authors."""

    lesson: Lesson
    page: LessonPage | None

    @property
    def look(self) -> str:
        """The shape its state is drawn with."""
        if not self.page:
            return "next"
        return "done" if self.page.published else "now"

    @property
    def state(self) -> str:
        """Its state in words."""
        if not self.page:
            return "Not written"
        return "Published" if self.page.published else "Draft"


@dataclass(frozen=True)
class Part:
    """A module with its lessons."""

    module: Module
    rows: list[Row]


def parts(version: CourseVersion) -> list[Part]:
    """The outline with the state of each page: three queries, however long the course is."""
    pages = LessonPage.objects.filter(lesson__module__version=version).defer("body", "transcript")
    known = {page.lesson_id: page for page in pages}
    lessons = list(
        Lesson.objects.filter(module__version=version)
        .annotate(
            asks=Count("questions", distinct=True),
            pictures=Count("files", filter=Q(files__is_picture=True), distinct=True),
            downloads=Count("files", filter=Q(files__is_picture=False), distinct=True),
        )
        .order_by("position")
    )
    return [
        Part(module, [Row(one, known.get(one.pk)) for one in lessons if one.module_id == module.pk])
        for module in version.modules.all()
    ]


def pace_of(version: CourseVersion) -> Pace:
    """How its lessons open; freely where nobody said."""
    said = CoursePace.objects.filter(version=version).values_list("pace", flat=True).first()
    return Pace(said) if said else Pace.FREE


def page_of(lesson: Lesson) -> LessonPage:
    """The page as it is kept, or an empty one."""
    return LessonPage.objects.filter(lesson=lesson).first() or LessonPage(lesson=lesson)


def wordings(page: LessonPage) -> QuerySet[LessonRevision]:
    """Every wording the page had, the newest first."""
    return page.revisions.select_related("by").order_by("-number")


@dataclass(frozen=True)
class Change:
    """A line of a comparison: `sign` is "+", "−" or "" for a line that stayed."""

    sign: str
    text: str


def changes(before: str, after: str, *, around: int = 2) -> list[Change]:
    """What became of the lines; long stretches that stayed are left out."""
    old, new = before.splitlines(), after.splitlines()
    found: list[Change] = []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around):
        if found:
            found.append(Change("", "…"))
        for tag, a, b, c, d in group:
            found += _told(tag, old[a:b], new[c:d])
    return found


def _told(tag: str, old: Sequence[str], new: Sequence[str]) -> list[Change]:
    if tag == "equal":
        return [Change("", line) for line in old]
    return [*(Change("−", line) for line in old), *(Change("+", line) for line in new)]
