"""What is written beside a lesson: notes of one's own, and the talk of a cohort."""

import uuid

from django.db import transaction

from courses.models import Cohort, DiscussionPost, Enrolment, Lesson, Note, PostReport
from institute.accounts.models import User
from institute.errors import RuleBroken

LONGEST_NOTE, LONGEST_POST, LONGEST_REASON = 20_000, 5_000, 300


class WrittenMeanwhile(RuleBroken):
    """The note changed since it was read; `note` is what is saved."""

    def __init__(self, note: Note) -> None:
        super().__init__("This note was changed in another tab. Both texts stand here.")
        self.note = note


@transaction.atomic
def write_note(*, enrolment: Enrolment, lesson: Lesson, text: str, revision: int) -> Note:
    """Save a note over the revision it was written on. Raises WrittenMeanwhile."""
    if len(text) > LONGEST_NOTE:
        raise RuleBroken(f"A note has {LONGEST_NOTE:,} characters at most.")
    made, _ = Note.objects.get_or_create(enrolment=enrolment, lesson=lesson)
    note = Note.objects.select_for_update().get(pk=made.pk)
    if note.text == text:
        return note
    if note.revision != revision:
        raise WrittenMeanwhile(note)
    note.text, note.revision = text, note.revision + 1
    note.save()
    return note


@transaction.atomic
def post(
    *,
    cohort: Cohort,
    lesson: Lesson,
    author: User,
    text: str,
    form_token: uuid.UUID,
    parent: DiscussionPost | None = None,
) -> DiscussionPost:
    """Say something under a lesson; the same form sent twice says it once."""
    text = text.strip()
    if not text:
        raise RuleBroken("Write something first.")
    if len(text) > LONGEST_POST:
        raise RuleBroken(f"A post has {LONGEST_POST:,} characters at most.")
    if parent and (parent.is_hidden or parent.cohort_id != cohort.pk):
        raise RuleBroken("This post takes no answers.")
    says = {
        "cohort": cohort,
        "lesson": lesson,
        "text": text,
        # An answer to an answer stands under the same question.
        "parent": parent and (parent.parent or parent),
    }
    made, _ = DiscussionPost.objects.get_or_create(
        author=author, form_token=form_token, defaults=says
    )
    return made


def report(*, post: DiscussionPost, by: User, reason: str) -> PostReport:
    """Ask whoever teaches to look at a post; once a person."""
    if post.author_id == by.pk:
        raise RuleBroken("This is your own post.")
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise RuleBroken("Say in a few words what is wrong with it.")
    made, _ = PostReport.objects.get_or_create(post=post, by=by, defaults={"reason": reason})
    return made


def hide(*, post: DiscussionPost, by: User, reason: str) -> None:
    """Take a post's words from the page; the first reason stands."""
    reason = reason.strip()[:LONGEST_REASON]
    if not reason:
        raise RuleBroken("Say why it is hidden: its author reads that.")
    shown = DiscussionPost.objects.filter(pk=post.pk, hidden_by=None)
    shown.update(hidden_by=by, hidden_why=reason)


def show_again(*, post: DiscussionPost) -> None:
    """Put a hidden post back."""
    DiscussionPost.objects.filter(pk=post.pk).update(hidden_by=None, hidden_why="")


def mark(*, post: DiscussionPost, by: User, good: bool) -> None:
    """Say, as a teacher, that this answers the question; or take that back."""
    DiscussionPost.objects.filter(pk=post.pk).update(marked_by=by if good else None)
