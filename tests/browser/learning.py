"""Lessons, in the states a reader or an author may find them in."""

from django.urls import reverse

from courses.lessons.outline import outline
from courses.models import Enrolment, Lesson, PracticeQuestion
from courses.operations import authoring
from courses.operations.authoring import Wording
from institute.accounts.models import User


def of_student(student: User) -> list[str]:
    """My courses, a course under way, lessons of each kind, and what goes with them."""
    place = _running(student)
    whole = outline(place)
    lessons = [step.lesson for step in whole.counted if step.is_open][:4]
    of_place = ["learn_course", "learn_notes", "learn_print", "learn_search"]
    return [
        reverse("courses:learn"),
        *(reverse(f"courses:{name}", args=[place.pk]) for name in of_place),
        f"{reverse('courses:learn_search', args=[place.pk])}?q=date",
        *(reverse("courses:lesson", args=[place.pk, lesson.pk]) for lesson in lessons),
    ]


def of_author(author: User, student: User) -> list[str]:
    """The desk of a lesson with two wordings, and how its cohort gets on."""
    cohort = _running(student).cohort
    asked = PracticeQuestion.objects.filter(lesson__module__version=cohort.version_id)[0]
    lesson = asked.lesson
    _reworded(lesson, author)
    pages = ["edit", "import", "files", "media", "questions", "history"]
    kinds = ["single", "numeric", "matching", "short"]
    return [
        reverse("courses:lessons_shelf"),
        reverse("courses:lessons_version", args=[cohort.version_id]),
        *(reverse(f"courses:lesson_{name}", args=[lesson.pk]) for name in pages),
        reverse("courses:lesson_wording", args=[lesson.pk, 0]),
        reverse("courses:lesson_question", args=[lesson.pk, asked.pk]),
        *(reverse("courses:lesson_question_new", args=[lesson.pk, kind]) for kind in kinds),
        reverse("courses:cohort_progress", args=[cohort.pk]),
    ]


def _running(student: User) -> Enrolment:
    mine = Enrolment.objects.learning().filter(student=student, notes__isnull=False)
    return mine.with_course().distinct().get()


def _reworded(lesson: Lesson, author: User) -> None:
    page = lesson.page
    if page.revision == 0:
        wording = Wording(
            f"{page.body}\n\nOne line more.", page.finish, page.checklist, page.transcript
        )
        authoring.save_page(lesson=lesson, wording=wording, by=author, based_on=0)
