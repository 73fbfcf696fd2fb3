"""The leaderboard of a class, and the switch that shows or hides its reader."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from courses.forms.teaming import ConsentForm
from courses.models import Cohort
from courses.operations import ranking
from courses.teams.leaders import FEWEST, boards_of, classes_of, consent_of, may_be_shown
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken


@never_cache
@require_safe
def leaders(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those who agreed, by the first game they finished on the deal of the class."""
    cohort = _class(request, pk)
    return _page(request, cohort, ConsentForm(initial={"shown_as": request.user.name[:30]}))


@require_POST
def show_me(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree to be shown, by a name of one's choice."""
    cohort = _class(request, pk)
    form = ConsentForm(request.POST)
    if form.is_valid():
        try:
            consent = ranking.agree_to_be_shown(
                user=request.user, cohort=cohort, **form.cleaned_data
            )
        except RuleBroken as rule:
            form.add_error("shown_as", str(rule))
        else:
            messages.success(request, f"Your class sees your result as {consent.shown_as}.")
            return redirect("courses:leaders", pk)
    return _page(request, cohort, form, 422)


@require_POST
def hide_me(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the consent back; it holds at once."""
    ranking.take_back(user=request.user, cohort=_class(request, pk))
    messages.success(request, "You are not shown any more, and nobody’s rank counts you.")
    return redirect("courses:leaders", pk)


def _class(request: SignedInRequest, pk: int) -> Cohort:
    return get_object_or_404(classes_of(request.user).with_course(), pk=pk)


def _page(
    request: SignedInRequest, cohort: Cohort, form: ConsentForm, status: int = 200
) -> HttpResponse:
    context = {
        "cohort": cohort,
        "boards": boards_of(cohort, request.user),
        "consent": consent_of(request.user, cohort),
        "may_be_shown": may_be_shown(request.user, cohort),
        "form": form,
        "fewest": FEWEST,
    }
    return render(request, "simulations/leaders.html", context, status=status)
