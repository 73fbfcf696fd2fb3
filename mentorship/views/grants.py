"""Sessions the staff give, the ledger of a student, and what courses bring."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import may_enter
from institute.errors import RuleBroken
from mentorship import histories, lookup
from mentorship.forms.fields import key_asked
from mentorship.forms.grants import BringsForm, GrantForm
from mentorship.models import Entitlement, SessionGrant
from mentorship.operations import crediting, granting

MOST_FOUND = 20
LATEST = 20


@never_cache
@require_safe
@area("session grants")
def grants(request: SignedInRequest) -> HttpResponse:
    """Find the student; below, what the staff gave lately."""
    typed = request.GET.get("q", "").strip()[:120]
    found = list(lookup.students(typed)[: MOST_FOUND + 1])
    context = {
        "typed": typed,
        "found": found[:MOST_FOUND],
        "more": len(found) > MOST_FOUND,
        "latest": Entitlement.objects.by_staff()[:LATEST],
        "says_what_courses_bring": may_enter("course grants", request.user.roles),
    }
    return render(request, "mentorship/grants.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@area("session grants")
def grants_of(request: SignedInRequest, pk: int) -> HttpResponse:
    """A student's sessions in words, and the form that gives more."""
    student = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _give(request, student, form):
        return redirect("mentorship:grants_of", pk)
    given = histories.ledger(student)
    context = {
        "student": student,
        "form": form,
        "given": given,
        "left": sum(one.entitlement.left for one in given if not one.is_over),
    }
    return render(request, "mentorship/grants_of.html", context, status=422 if form.errors else 200)


def _give(request: SignedInRequest, student: User, form: GrantForm) -> bool:
    token = form.cleaned_data["form_token"]
    try:
        given = crediting.grant(
            student=student,
            gift=form.gift,
            request_key=f"staff {token} {student.pk}",
            by=request.user,
        )
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return False
    words = "1 session" if given.granted == 1 else f"{given.granted} sessions"
    messages.success(request, f"{student.name} has {words} more.")
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@area("course grants")
def course_grants(request: SignedInRequest) -> HttpResponse:
    """What each course and programme brings; POST sets one line, or removes it."""
    if request.POST.get("act") == "remove":
        return _remove(request)
    form = BringsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = granting.bring(**form.brings)
        messages.success(request, f"{made.course or made.programme} brings {made.sessions}.")
        return redirect("mentorship:course_grants")
    context = {"form": form, "grants": SessionGrant.objects.with_what()}
    return render(
        request, "mentorship/grants_courses.html", context, status=422 if form.errors else 200
    )


def _remove(request: SignedInRequest) -> HttpResponse:
    grant = get_object_or_404(SessionGrant, pk=key_asked(request.POST, "grant"))
    granting.bring_nothing(grant=grant)
    messages.success(request, "Removed. Sessions already granted stay.")
    return redirect("mentorship:course_grants")
