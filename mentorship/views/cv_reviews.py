"""The reviewer's side: the queue, and the desk where a CV is read line by line."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from institute.accounts.access import area
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from mentorship.forms.cvs import RemarkForm, VerdictForm
from mentorship.models import CvReview
from mentorship.operations import cv_reading, cv_reviewing
from mentorship.permissions import can_hand_back, can_write_review, reviewer_of
from mentorship.views.cvs import tick_resolved
from mentorship.worklists import cv_steps
from mentorship.worklists.cv_sheets import sheet, versions_of

LOST = 409
MOST = 100


@never_cache
@require_safe
@area("mentoring")
def cv_queue(request: SignedInRequest) -> HttpResponse:
    """What I have to read, soonest first, and what nobody reads yet."""
    return _queue(request)


def _queue(request: SignedInRequest, *, status: int = 200) -> HttpResponse:
    everybody = CvReview.objects.with_people().for_reviewers()
    given = everybody.visible_to(request.user).given()[:MOST]
    waiting = everybody.waiting().not_of(request.user)[:MOST]
    context = {
        "given": [(review, cv_steps.days_left(review)) for review in given],
        "waiting": [(review, cv_steps.days_left(review)) for review in waiting],
        "back": CvReview.objects.with_people().visible_to(request.user).back()[:MOST],
        "reviewer": reviewer_of(request.user),
        "is_manager": request.user.has_role(Role.MANAGER),
    }
    return render(request, "mentorship/cv_queue.html", context, status=status)


@require_POST
@area("mentoring")
def cv_claim(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take a CV nobody reads yet; a colleague may have been first."""
    mentor = reviewer_of(request.user)
    review = get_object_or_404(CvReview, public_id=public_id)
    if mentor is None:
        raise Http404
    try:
        cv_reviewing.claim(review=review, mentor=mentor)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
        return _queue(request, status=LOST)
    return redirect(review)


def _readable(request: SignedInRequest, public_id: uuid.UUID) -> CvReview:
    reviews = CvReview.objects.with_people().visible_to(request.user)
    return get_object_or_404(reviews, public_id=public_id)


def _own(request: SignedInRequest, public_id: uuid.UUID) -> CvReview:
    """A review this person writes; managers read along and write nothing."""
    review = _readable(request, public_id)
    if not can_write_review(request.user, review):
        raise Http404
    return review


@never_cache
@require_safe
@area("mentoring")
def cv_review(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The CV's lines, what was said to them, and the rubric."""
    review = _readable(request, public_id)
    if review.document.is_emptied:
        return render(request, "mentorship/cv_review_gone.html", {"review": review})
    return _desk(request, review)


def _desk(
    request: SignedInRequest, review: CvReview, form: Form | None = None, status: int = 200
) -> HttpResponse:
    versions = versions_of(review.document)
    shown = next(one for one in versions if one.pk == review.version_id)
    started = {key: request.GET[key] for key in ("start", "end") if key in request.GET}
    is_remark = isinstance(form, RemarkForm)
    context = {
        "review": review,
        "cv": review.document,
        "versions": versions,
        "sheet": sheet(shown, versions, review.comments.on_lines(), shown.claims.all()),
        "writes": can_write_review(request.user, review) and review.is_open,
        "remark_form": form if is_remark else RemarkForm(initial=started),
        "verdict_form": form if isinstance(form, VerdictForm) else VerdictForm(review=review),
        "bad_form": form,
        "look": cv_steps.look(review.status),
        "days_left": cv_steps.days_left(review),
        "may_hand_back": can_hand_back(request.user, review) and review.can("hand_back"),
    }
    return render(request, "mentorship/cv_review.html", context, status=status)


@require_POST
@area("mentoring")
def cv_comment(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say something to some lines."""
    review = _own(request, public_id)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        return _desk(request, review, form, status=422)
    try:
        made = cv_reading.comment(
            review=review, remark=form.remark, key=form.cleaned_data["form_token"]
        )
    except RuleBroken as rule:
        return _refused(request, review, form, rule)
    return redirect(f"{review.get_absolute_url()}#line-{made.start}")


def _refused(
    request: SignedInRequest, review: CvReview, form: Form, rule: RuleBroken
) -> HttpResponse:
    form.add_error(None, f"{rule} {rule.instead}".strip())
    review.refresh_from_db(fields=["status"])
    return _desk(request, review, form, status=422)


@require_POST
@area("mentoring")
def cv_comment_change(request: SignedInRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Say it better, or take it back, before it is returned."""
    review = _own(request, public_id)
    comment = get_object_or_404(review.comments.select_related("review", "version"), pk=pk)
    form = RemarkForm(request.POST)
    try:
        if "remove" in request.POST:
            cv_reading.remove_comment(comment=comment)
        elif form.is_valid():
            cv_reading.change_comment(comment=comment, remark=form.remark)
        else:
            return _desk(request, review, form, status=422)
    except RuleBroken as rule:
        return _refused(request, review, form, rule)
    return redirect(f"{review.get_absolute_url()}#line-{comment.start}")


@require_POST
@area("mentoring")
def cv_verdict(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Keep the summary and the scores, or return the review with them."""
    review = _own(request, public_id)
    form = VerdictForm(request.POST, review=review)
    if not form.is_valid():
        return _desk(request, review, form, status=422)
    returns = request.POST.get("act") == "return"
    act = cv_reading.return_review if returns else cv_reading.keep_verdict
    try:
        act(review=review, verdict=form.verdict)
    except RuleBroken as rule:
        return _refused(request, review, form, rule)
    if returns:
        messages.success(request, f"Returned. {review.document.owner.short_name} is told.")
        return redirect("mentorship:cv_queue")
    messages.success(request, "Kept. Nobody else reads it yet.")
    return redirect(review)


def _act(
    request: SignedInRequest, review: CvReview, act: Callable[[CvReview], object], done: str
) -> None:
    """One button on a review; what the rules refuse is said on the next page."""
    try:
        act(review)
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
    else:
        messages.success(request, done)


@require_POST
@area("mentoring")
def cv_begin(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Begin to read: its owner waits with the next version."""
    review, done = _own(request, public_id), "You read it now; its owner waits."
    _act(request, review, lambda one: cv_reading.begin(review=one), done)
    return redirect(review)


@require_POST
@area("mentoring")
def cv_hand_back(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Put it back in the queue; managers do it for a reviewer who is away."""
    review = _readable(request, public_id)
    if not can_hand_back(request.user, review):
        raise Http404
    _act(request, review, lambda one: cv_reviewing.hand_back(review=one), "Back in the queue.")
    return redirect("mentorship:cv_queue")


@require_POST
@area("mentoring")
def cv_review_resolved(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tick the comments the newest version settles."""
    review = _own(request, public_id)
    tick_resolved(request, review)
    return redirect(review)


@require_POST
@area("mentoring")
def cv_review_close(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Nothing more is asked of anybody."""
    review = _own(request, public_id)
    _act(request, review, lambda one: cv_reviewing.close(review=one), "Closed.")
    return redirect("mentorship:cv_queue")
