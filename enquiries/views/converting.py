"""From an enquiry to a place or a mentor: what is chosen, and what came of it."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from courses.models import Cohort
from enquiries.forms.converting import MentoringForm, PlaceForm
from enquiries.models import Conversion, Enquiry, Topic
from enquiries.operations import converting, inviting
from institute.accounts.access import area
from institute.accounts.invitations import waits_outside
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken

ABOUT_MENTORS = (Topic.MENTORSHIP, Topic.INTERVIEW)
Act = Callable[[SignedInRequest, Enquiry, forms.Form], str]


def _enquiry(public_id: uuid.UUID) -> Enquiry:
    found = Enquiry.objects.with_people().select_related("person__account", "duplicate_of")
    return get_object_or_404(found, public_id=public_id)


@never_cache
@require_http_methods(["GET", "POST"])
@area("enquiries")
def convert(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Choose what the enquiry becomes; once it has become something, what that is."""
    enquiry = _enquiry(public_id)
    done = converting.conversion_of(enquiry)
    if done and request.method == "GET":
        return _done(request, enquiry, done)
    act = request.POST.get("act", "")
    place = PlaceForm(request.POST if act in {"place", "line"} else None, enquiry=enquiry)
    mentor = MentoringForm(request.POST if act == "mentor" else None, enquiry=enquiry)
    form = mentor if act == "mentor" else place
    if form.is_bound and form.is_valid():
        try:
            messages.success(request, ACTS[act](request, enquiry, form))
        except RuleBroken as rule:
            return _page(request, enquiry, place, mentor, rule)
        return redirect("enquiries:convert", public_id)
    return _page(request, enquiry, place, mentor)


def _place(request: SignedInRequest, enquiry: Enquiry, form: forms.Form) -> str:
    assert isinstance(form, PlaceForm)
    made = converting.convert_to_enrolment(
        enquiry=enquiry,
        cohort=form.cleaned_data["cohort"],
        by=request.user,
        who=form.applicant,
        terms=form.terms,
    )
    return f"{made.student.name} has a place."


def _line(request: SignedInRequest, enquiry: Enquiry, form: forms.Form) -> str:
    assert isinstance(form, PlaceForm)
    cohort = form.cleaned_data["cohort"]
    entry = converting.put_in_line(
        enquiry=enquiry, cohort=cohort, by=request.user, who=form.applicant
    )
    return f"{entry.student.name} is in line. We look again in three business days."


def _mentor(request: SignedInRequest, enquiry: Enquiry, form: forms.Form) -> str:
    assert isinstance(form, MentoringForm)
    made = converting.convert_to_mentorship(
        enquiry=enquiry, wish=form.request, by=request.user, who=form.applicant
    )
    return f"A mentor will write to {made.student.name}."


ACTS: dict[str, Act] = {"place": _place, "line": _line, "mentor": _mentor}


def _page(
    request: SignedInRequest,
    enquiry: Enquiry,
    place: PlaceForm,
    mentor: MentoringForm,
    rule: RuleBroken | None = None,
) -> HttpResponse:
    form = mentor if mentor.is_bound else place
    if rule:
        form.add_error(None, str(rule))
    mine, others = _dates(enquiry)
    chosen = str(place["cohort"].value() or (mine[0].pk if mine else ""))
    context = {
        "enquiry": enquiry,
        "form": place,
        "mentoring": mentor,
        "found": form,
        "mine": mine,
        "others": others,
        "rule": rule,
        "chosen": chosen,
        "chosen_elsewhere": any(str(one.pk) == chosen for one in others),
        "mentor_first": mentor.is_bound or (not place.is_bound and enquiry.topic in ABOUT_MENTORS),
    }
    return render(request, "enquiries/convert.html", context, status=422 if form.errors else 200)


def _dates(enquiry: Enquiry) -> tuple[list[Cohort], list[Cohort]]:
    """Open dates of the course they asked about, those with a seat first, and all others."""
    found = Cohort.objects.upcoming().select_related("version__course")
    open_now = [cohort for cohort in found.order_by("starts_at", "pk") if cohort.takes_enrolments]
    mine = [one for one in open_now if one.version.course_id == enquiry.course_id]
    others = [one for one in open_now if one.version.course_id != enquiry.course_id]
    mine.sort(key=lambda one: one.is_full)
    others.sort(key=lambda one: (one.version.title, one.starts_at))
    return mine, others


def _done(request: SignedInRequest, enquiry: Enquiry, made: Conversion) -> HttpResponse:
    student = made.student
    letters = list(inviting.invitations_to(student))
    context = {
        "enquiry": enquiry,
        "made": made,
        "student": student,
        "invitation": letters[0] if letters else None,
        "number": len(letters),
        "waits": waits_outside(student),
    }
    return render(request, "enquiries/converted.html", context)


@require_POST
@area("enquiries")
def invite(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Send the invitation to choose a password again; a double click sends it once."""
    made = converting.conversion_of(_enquiry(public_id))
    number = request.POST.get("number", "")[:9]
    if made:
        try:
            inviting.invite_again(
                user=made.student, number=int(number) if number.isdecimal() else 0
            )
            messages.success(request, f"The invitation is on its way to {made.student.email}.")
        except RuleBroken as rule:
            messages.error(request, str(rule))
    return redirect("enquiries:convert", public_id)
