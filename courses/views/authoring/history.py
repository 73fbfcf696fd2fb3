"""Every wording a lesson had, what each changed, and the way back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from courses.forms.lessons import RestoreForm
from courses.lessons import authoring
from courses.models import LessonPage
from courses.operations import authoring as operations
from courses.operations.authoring import Overtaken
from courses.views.authoring import lesson_for
from institute import prose
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
@area("lessons")
def wordings(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list, the newest first."""
    lesson = lesson_for(request, pk)
    page = authoring.page_of(lesson)
    kept = authoring.wordings(page).defer("body") if page.pk else []
    context = {"lesson": lesson, "page": page, "kept": kept}
    return render(request, "courses/authoring/history.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@area("lessons")
def wording(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """One wording against the one of today; POST writes it again as the newest."""
    lesson = lesson_for(request, pk)
    page = get_object_or_404(LessonPage, lesson=lesson)
    old = get_object_or_404(authoring.wordings(page), number=number)
    status = 200
    if request.method == "POST":
        form = RestoreForm(request.POST)
        based_on = form.cleaned_data["based_on"] if form.is_valid() else -1
        try:
            operations.restore(page=page, number=number, by=request.user, based_on=based_on)
        except RuleBroken as rule:
            messages.warning(request, str(rule))
            status = 409 if isinstance(rule, Overtaken) else 422
            page.refresh_from_db()
        else:
            messages.success(request, f"Wording {number} is the text again.")
            return redirect("courses:lesson_edit", pk)
    context = {
        "lesson": lesson,
        "page": page,
        "old": old,
        "prose": prose.rendered(old.body),
        "changes": authoring.changes(old.body, page.body),
    }
    return render(request, "courses/authoring/wording.html", context, status=status)
