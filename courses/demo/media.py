"""Films, pictures and files to take home of the demo's lessons, kept as an author keeps them."""

from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from courses.demo.reading import CONTENT, Record
from courses.models import Lesson, LessonPage
from courses.operations import authoring, lesson_files
from courses.operations.authoring import Wording
from courses.operations.lesson_files import Media
from institute.accounts.models import User

FOLDER = CONTENT / "media"


def add_media(*, lesson: Lesson, row: Record, by: User) -> None:
    """Keep what the lesson shows; `picture:NAME` in its text becomes the address of a picture."""
    kept = {one["name"]: _keep(lesson, one) for one in row.get("file", ())}
    if kept:
        _show(lesson, kept, by)
    if "film" in row or "embed" in row:
        media = _film(row["film"]) if "film" in row else Media(embed=row["embed"])
        page = LessonPage.objects.get(lesson=lesson)
        lesson_files.set_media(lesson=lesson, media=media, by=by, based_on=page.revision)


def _keep(lesson: Lesson, one: Record) -> str:
    file = lesson_files.add_file(
        lesson=lesson,
        content=(FOLDER / one["name"]).read_bytes(),
        name=one["name"],
        alt=one.get("alt", ""),
        is_picture="alt" in one,
    )
    return reverse("courses:lesson_file", args=[file.pk])


def _show(lesson: Lesson, kept: Mapping[str, str], by: User) -> None:
    """Write the text anew with the addresses, when it shows any of them."""
    page = LessonPage.objects.get(lesson=lesson)
    body = page.body
    for name, address in kept.items():
        body = body.replace(f"picture:{name}", address)
    if body != page.body:
        wording = Wording(body, page.finish, page.checklist, page.transcript)
        authoring.save_page(lesson=lesson, wording=wording, by=by, based_on=page.revision)


def _film(name: str) -> Media:
    film = (FOLDER / f"{name}.webm").read_bytes()
    return Media(
        video=SimpleUploadedFile(f"{name}.webm", film, "video/webm"),
        captions=(FOLDER / f"{name}.vtt").read_bytes(),
    )
