"""Two invented CVs: one that came back twice, one that is read just now."""

import datetime as dt
import io
import tomllib
import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from institute import mail
from institute.accounts.models import User
from institute.print import compile_pdf
from mentorship.cv_files import Cv, Kind, read_cv
from mentorship.cv_rubric import criteria
from mentorship.models import (
    CvDocument,
    CvReview,
    CvVersion,
    Mentor,
    OfferKind,
    ReviewStatus,
    Severity,
)
from mentorship.operations import crediting, cv_reading, cv_reviewing, cvs
from mentorship.operations.cv_reading import Mark, Remark, Verdict

CONTENT = Path(__file__).with_name("cvs.toml")
PAPER = Path(__file__).with_name("cv.typ")
REVIEWER = "mentor@example.com"
A_DAY = dt.timedelta(days=1)
Told = dict[str, Any]


@transaction.atomic
def plant_cvs() -> int:
    """The CVs that are missing, as they are sent, read and answered; how many are new."""
    reader = Mentor.objects.filter(user__email=REVIEWER).first()
    if reader is None or cv_reviewing.review_offer() is None:
        return 0
    new = 0
    with mail.silenced():
        for told in tomllib.loads(CONTENT.read_text(encoding="utf-8"))["cv"]:
            owner = User.objects.filter(email=told["owner"]).first()
            if owner and not CvDocument.objects.visible_to(owner).exists():
                _live_through(told, owner, reader)
                new += 1
    return new


def _live_through(told: Told, owner: User, reader: Mentor) -> None:
    """Send the first version, have it reviewed, and go as far as the story goes."""
    gift = crediting.Gift(2, "CV reviews with your program", [OfferKind.CV_REVIEW])
    crediting.grant(student=owner, gift=gift, request_key=f"demo cv {owner.pk}")
    sent = [_file(told, version, owner) for version in told["version"]]
    key = partial(uuid.uuid5, uuid.NAMESPACE_OID)
    document = cvs.start_cv(
        owner=owner, title=told["title"], cv=sent[0], key=key(f"demo cv {owner.pk}")
    )
    review = cv_reviewing.submit(
        document=document, wish=told["wish"], key=key(f"demo review {owner.pk}")
    )
    review = _with(review, reader)
    if told["status"] == ReviewStatus.RETURNED:
        _comment(review, told, version=1)
        cv_reading.return_review(review=review, verdict=_verdict(told["first"]))
    cvs.send_version(document=document, cv=sent[1], key=key(f"demo version {owner.pk}"))
    review.refresh_from_db()
    _comment(review, told, version=2)
    if told["status"] == ReviewStatus.RETURNED:
        _tick(review, told, owner)
        cv_reading.return_review(review=review, verdict=_verdict(told["last"]))
    _when(document, review, told)


def _file(told: Told, version: Told, owner: User) -> Cv:
    """The lines as a file of the kind, read as any file is."""
    names = {"NAME": owner.name.upper(), "email": owner.email}
    lines = [line.format(**names) for line in version["lines"]]
    data = _pdf(lines, owner) if told["kind"] == Kind.PDF else _docx(lines)
    return read_cv(f"{owner.name} CV.{told['kind']}", data)


def _pdf(lines: Sequence[str], owner: User) -> bytes:
    return compile_pdf(PAPER, {"lines": list(lines), "title": f"CV of {owner.name}"})


def _docx(lines: Sequence[str]) -> bytes:
    import docx  # noqa: PLC0415 - for the demo, not for every web worker

    document = docx.Document()
    for line in lines:
        style = "List Bullet" if line.startswith("• ") else None
        document.add_paragraph(line.removeprefix("• "), style=style)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _with(review: CvReview, reader: Mentor) -> CvReview:
    """The mentor of the tour reads it, whoever was next."""
    if review.status == ReviewStatus.SUBMITTED:
        return cv_reviewing.claim(review=review, mentor=reader)
    review.reviewer = reader
    review.save(update_fields=["reviewer"])
    return review


def _comment(review: CvReview, told: Told, *, version: int) -> None:
    for number, one in enumerate(told["comment"]):
        if one["version"] == version:
            remark = Remark(
                one["start"], one.get("end", one["start"]), Severity(one["severity"]), one["text"]
            )
            key = uuid.uuid5(uuid.NAMESPACE_OID, f"demo comment {number}")
            cv_reading.comment(review=review, remark=remark, key=key)


def _verdict(told: Told) -> Verdict:
    return Verdict(told["summary"], {one.key: Mark(*told[one.key]) for one in criteria()})


def _tick(review: CvReview, told: Told, owner: User) -> None:
    settled = {one["text"] for one in told["comment"] if one.get("settled")}
    done = review.comments.filter(text__in=settled).values_list("pk", flat=True)
    cv_reading.tick(review=review, done=set(done), by=owner)


def _when(document: CvDocument, review: CvReview, told: Told) -> None:
    """The days on which it all happened."""
    now = timezone.now()
    first, last = (now - one["days_ago"] * A_DAY for one in told["version"])
    for version, at in zip(document.versions.all(), (first, last), strict=True):
        CvVersion.objects.filter(pk=version.pk).update(uploaded_at=at)
    CvDocument.objects.filter(pk=document.pk).update(created_at=first, last_used_at=last)
    dates: Told = {"created_at": first, "assigned_at": first, "due_at": last + 5 * A_DAY}
    if told["status"] == ReviewStatus.RETURNED:
        dates["returned_at"] = last + 3 * A_DAY
    CvReview.objects.filter(pk=review.pk).update(**dates)
