"""How the learners of a cohort get on: who is stuck, where, and since when."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from courses.lessons.plot import plot
from courses.lessons.stuck import QUIET, TRIES, hard_questions, standing
from courses.models import Cohort
from institute import prose
from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest


@never_cache
@require_safe
@area("lessons")
def cohort_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """Whoever needs help most comes first."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user).with_course(), pk=pk)
    found = standing(cohort)
    hard = [(one, prose.rendered(one.stem)) for one in hard_questions(cohort)]
    context = {
        "cohort": cohort,
        "found": found,
        "plot": plot(found),
        "hard": hard,
        "quiet": QUIET.days,
        "tries": TRIES,
    }
    return render(request, "courses/authoring/progress.html", context)
