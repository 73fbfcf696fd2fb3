"""Pictures, files to take home, videos and captions of a lesson; checked, then kept."""

from dataclasses import dataclass
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from courses.lessons import captions, embeds, uploads
from courses.models import Lesson, LessonFile, LessonPage
from courses.operations.authoring import keep, page_to_change
from institute.accounts.models import User
from institute.errors import RuleBroken

MOST = 40  # on one lesson


@dataclass(frozen=True)
class Media:
    """What an author sends about the video of a lesson; None leaves a file as it is."""

    video: "UploadedFile[bytes] | None" = None
    captions: bytes | None = None
    embed: str = ""
    removes: bool = False


@transaction.atomic
def add_file(
    *, lesson: Lesson, content: bytes, name: str, alt: str, is_picture: bool
) -> LessonFile:
    """Keep a picture or a file to take home. Raises RuleBroken."""
    if is_picture and not alt.strip():
        raise RuleBroken("Say what the picture shows, for who cannot see it.")
    kept = uploads.picture(content) if is_picture else uploads.download(content, name)
    page_to_change(lesson)
    if lesson.files.count() >= MOST:
        raise RuleBroken(f"{MOST} files are the most for one lesson.")
    made = LessonFile(
        lesson=lesson,
        name=_plain(name),
        alt=alt.strip()[:300],
        media_type=kept.media_type,
        size=len(kept.content),
        is_picture=is_picture,
    )
    made.file.save(f"{made.pk}{kept.ending}", ContentFile(kept.content), save=False)
    made.save(force_insert=True)
    return made


def _plain(name: str) -> str:
    """The name as it is offered for saving: no folders, no control characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(each for each in last if each.isprintable())[-120:] or "file"


@transaction.atomic
def remove_file(*, file: LessonFile) -> None:
    """Take a file away. Raises RuleBroken while the text shows it."""
    page = page_to_change(file.lesson)
    if str(file.pk) in page.body:
        raise RuleBroken("The text still shows this picture. Take its line out first.")
    stored, storage = file.file.name, file.file.storage
    file.delete()
    transaction.on_commit(lambda: storage.delete(str(stored)))


@transaction.atomic
def set_media(*, lesson: Lesson, media: Media, by: User, based_on: int) -> LessonPage:
    """Keep the video, its captions, or the address of one elsewhere. Raises RuleBroken."""
    page = page_to_change(lesson, based_on)
    before = {str(one.name) for one in (page.video, page.captions) if one}
    if media.removes:
        page.video, page.captions, page.embed = "", "", ""
    else:
        _take(page, media)
    kept = keep(page, by)
    replaced = before - {str(one.name) for one in (kept.video, kept.captions) if one}
    transaction.on_commit(lambda: _throw_away(replaced))
    return kept


def _take(page: LessonPage, media: Media) -> None:
    if media.embed and media.video:
        raise RuleBroken("A lesson has one video: send a file or give an address, not both.")
    if media.captions is not None:
        _must_be_captions(page, media, media.captions)
    if media.embed:
        page.embed, page.video, page.captions = embeds.player(media.embed), "", ""
    if media.video:
        _, ending = uploads.video_kind(_start(media.video), media.video.size or 0)
        page.embed = ""
        page.video.save(f"{uuid4()}{ending}", media.video, save=False)
    if media.captions is not None:  # a lesson without a transcript gets its first draft from them
        page.captions.save(f"{uuid4()}.vtt", ContentFile(media.captions), save=False)
        page.transcript = page.transcript or captions.said(media.captions)


def _throw_away(names: set[str]) -> None:
    """No page shows these any more, and no wording brings them back."""
    for name in names:
        default_storage.delete(name)


def _start(file: "UploadedFile[bytes]") -> bytes:
    start: bytes = file.read(32)
    file.seek(0)
    return start


def _must_be_captions(page: LessonPage, media: Media, content: bytes) -> None:
    if media.embed or not (media.video or page.video):
        raise RuleBroken("Captions go with a video file of our own. Send the video with them.")
    if wrong := captions.problems(content):
        raise RuleBroken(" ".join(wrong))
