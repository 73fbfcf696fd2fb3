"""Pages of those who write lessons; `lesson_for` says whose they are."""

from django.shortcuts import get_object_or_404

from courses.lessons import authoring
from courses.models import Lesson
from institute.accounts.requests import SignedInRequest


def lesson_for(request: SignedInRequest, pk: int) -> Lesson:
    """A lesson this person may write; others do not exist for them."""
    return get_object_or_404(authoring.lessons_of(request.user), pk=pk)
