"""What is in a file that somebody sends for a lesson: known by its content, not by its name."""

import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

from PIL import Image, ImageOps, UnidentifiedImageError

from institute.errors import RuleBroken

MB = 1024 * 1024
PICTURE_MOST, FILE_MOST, VIDEO_MOST = 8 * MB, 20 * MB, 500 * MB
WIDEST, PIXELS_MOST = 1600, 40_000_000
PICTURES = "Use a PNG, JPEG, GIF or WebP picture of up to 8 MB."
FILES = "Use a PDF, Word, Excel or PowerPoint file, a CSV or a text file of up to 20 MB."
VIDEOS = "Use an MP4 or WebM video of up to 500 MB."
OFFICE = "application/vnd.openxmlformats-officedocument."
ZIPPED = {
    ".docx": ("word/document.xml", f"{OFFICE}wordprocessingml.document"),
    ".xlsx": ("xl/workbook.xml", f"{OFFICE}spreadsheetml.sheet"),
    ".pptx": ("ppt/presentation.xml", f"{OFFICE}presentationml.presentation"),
}
TEXTS = {".csv": "text/csv", ".txt": "text/plain", ".md": "text/markdown"}


@dataclass(frozen=True)
class Upload:
    """A file that may be kept: its content, what it is, and how its name ends."""

    content: bytes
    media_type: str
    ending: str


def picture(content: bytes) -> Upload:
    """The picture drawn anew: turned upright, no wider than a page, nothing hidden in it."""
    if len(content) > PICTURE_MOST:
        raise RuleBroken(f"This picture is too large. {PICTURES}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(content)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise RuleBroken(f"This file is not a picture we show. {PICTURES}") from error


def _redrawn(content: bytes) -> Upload:
    with Image.open(io.BytesIO(content), formats=["PNG", "JPEG", "GIF", "WEBP"]) as found:
        if found.width * found.height > PIXELS_MOST:
            raise RuleBroken("This picture has too many pixels. Make it smaller first.")
        is_photo = found.format == "JPEG"
        upright = ImageOps.exif_transpose(found)
        drawn = upright.convert("RGB" if is_photo else "RGBA")
    if drawn.width > WIDEST:
        drawn = drawn.resize((WIDEST, max(1, drawn.height * WIDEST // drawn.width)))
    file = io.BytesIO()
    if is_photo:
        drawn.save(file, "JPEG", quality=86, optimize=True)
        return Upload(file.getvalue(), "image/jpeg", ".jpg")
    drawn.save(file, "PNG", optimize=True)
    return Upload(file.getvalue(), "image/png", ".png")


def download(content: bytes, name: str) -> Upload:
    """A file to take home. Raises RuleBroken for kinds we do not keep."""
    if len(content) > FILE_MOST:
        raise RuleBroken(f"This file is too large. {FILES}")
    ending = PurePath(name).suffix.lower()
    if ending == ".pdf" and content.startswith(b"%PDF-"):
        return Upload(content, "application/pdf", ending)
    if ending in ZIPPED and _holds(content, ZIPPED[ending][0]):
        return Upload(content, ZIPPED[ending][1], ending)
    if ending in TEXTS and text_of(content) is not None:
        return Upload(content, TEXTS[ending], ending)
    raise RuleBroken(f"This file cannot be kept: its content is not what its name says. {FILES}")


def text_of(content: bytes) -> str | None:
    """The file as text, or None when it is none."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n") if text.strip() and "\0" not in text else None


def _holds(content: bytes, part: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return part in file.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def video_kind(start: bytes, size: int) -> tuple[str, str]:
    """Media type and ending of a video by its first bytes. Raises RuleBroken."""
    if size > VIDEO_MOST:
        raise RuleBroken(f"This video is too large. {VIDEOS}")
    if start[4:8] == b"ftyp":
        return "video/mp4", ".mp4"
    if start.startswith(b"\x1a\x45\xdf\xa3"):
        return "video/webm", ".webm"
    raise RuleBroken(f"This file is not a video we play. {VIDEOS}")
