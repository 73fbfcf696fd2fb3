"""What a cohort says to each other about a lesson."""

from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from courses.models import Cohort, DiscussionPost, Lesson, PostReport
from institute import prose
from institute.accounts.models import User


@dataclass(frozen=True)
class Said:
    """A post as this reader sees it; `html` is empty where its words are hidden from them."""

    post: DiscussionPost
    html: SafeString
    is_own: bool
    by_teacher: bool
    reported: bool
    reports: list[str]
    replies: "list[Said]" = field(default_factory=list)


def threads(cohort: Cohort, lesson: Lesson, reader: User, *, moderates: bool) -> list[Said]:
    """Questions in their order, each with its answers: four queries, however many there are."""
    posts = DiscussionPost.objects.filter(cohort=cohort, lesson=lesson)
    rows = list(posts.select_related("author", "marked_by", "hidden_by"))
    teachers = set(cohort.sessions.values_list("instructor", flat=True))
    teachers.add(cohort.version.instructor_id or 0)
    told = list(PostReport.objects.filter(post__in=rows).order_by("at")) if rows else []
    said = {
        row.pk: Said(
            row,
            prose.rendered(row.text) if moderates or not row.is_hidden else SafeString(),
            row.author_id == reader.pk,
            row.author_id in teachers,
            any(one.post_id == row.pk and one.by_id == reader.pk for one in told),
            [one.reason for one in told if one.post_id == row.pk] if moderates else [],
        )
        for row in rows
    }
    for one in said.values():
        if one.post.parent_id:
            said[one.post.parent_id].replies.append(one)
    return [one for one in said.values() if not one.post.parent_id]
