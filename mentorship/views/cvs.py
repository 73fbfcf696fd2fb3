"""A person's own CVs: sending them, reading what was said, answering it, deleting them."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institute import panels
from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.cv_rubric import criteria
from mentorship.forms.cvs import AskForm, NewCvForm, VersionForm, VouchForm
from mentorship.models import CvDocument, CvReview, EmptiedBy, Entitlement, OfferKind
from mentorship.operations import cv_claiming, cv_reading, cv_reviewing
from mentorship.operations import cvs as sending
from mentorship.views.uploading import few_uploads
from mentorship.worklists import cv_steps
from mentorship.worklists.cv_sheets import sheet, versions_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@few_uploads
def cvs(request: SignedInRequest) -> HttpResponse:
    """My CVs, where each stands, and the form for a new one."""
    is_sent = request.method == "POST"
    form = NewCvForm(request.POST, request.FILES) if is_sent else NewCvForm()
    if is_sent and form.is_valid():
        given = form.cleaned_data
        try:
            made = sending.start_cv(
                owner=request.user, title=given["title"], cv=given["file"], key=given["form_token"]
            )
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            messages.success(request, "Your CV is here, and nobody but you reads it yet.")
            return redirect(made)
    mine = CvDocument.objects.visible_to(request.user).with_versions().with_reviews()
    context = {
        "cvs": [(cv, _look(cv.latest_review)) for cv in mine.kept()],
        "gone": mine.emptied(),
        "form": form,
    }
    return render(request, "mentorship/cvs.html", context, status=422 if form.errors else 200)


def _look(review: CvReview | None) -> tuple[str, str]:
    """The shape and the words of where a CV stands."""
    if review is None:
        return "next", "Not sent for review"
    return cv_steps.look(review.status), review.get_status_display()


def mine(request: SignedInRequest, public_id: uuid.UUID) -> CvDocument:
    """The reader's own CV; anybody else's does not exist."""
    return get_object_or_404(CvDocument.objects.visible_to(request.user), public_id=public_id)


@never_cache
@require_safe
def cv(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The lines with what was said beside them, and the one thing to do next."""
    document = mine(request, public_id)
    if document.is_emptied:
        return render(request, "mentorship/cv_gone.html", {"cv": document})
    return _page(request, document)


def _page(
    request: SignedInRequest, document: CvDocument, form: Form | None = None, status: int = 200
) -> HttpResponse:
    versions = versions_of(document)
    wanted = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == wanted), versions[-1])
    review = document.reviews.with_people().first()
    told = review.comments.told().on_lines() if review else ()
    context = {
        "cv": document,
        "versions": versions[::-1],
        "newest": versions[-1],
        "owns": True,
        "sheet": sheet(shown, versions, told, shown.claims.all()),
        "review": review,
        "scores": _scores(review),
        "steps": cv_steps.steps(review),
        "left": Entitlement.objects.visible_to(request.user).usable(OfferKind.CV_REVIEW).first(),
        "evidence": panels.evidence(request.user),
        "offer": cv_reviewing.review_offer(),
        "send_form": form if isinstance(form, VersionForm) else VersionForm(),
        "ask_form": form if isinstance(form, AskForm) else AskForm(),
        "bad_form": form,
    }
    return render(request, "mentorship/cv.html", context, status=status)


def _scores(review: CvReview | None) -> list[tuple[object, object]]:
    """Each criterion with its score, once the review was returned."""
    if review is None or not review.was_returned:
        return []
    scores = {score.criterion: score for score in review.scores.all()}
    return [(one, scores[one.key]) for one in criteria() if one.key in scores]


def _refused(
    request: SignedInRequest, document: CvDocument, form: Form, rule: RuleBroken
) -> HttpResponse:
    form.add_error(None, f"{rule} {rule.instead}".strip())
    return _page(request, document, form, status=422)


@require_POST
@few_uploads
def cv_send(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """The next version."""
    document = mine(request, public_id)
    form = VersionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    given = form.cleaned_data
    try:
        sent = sending.send_version(document=document, cv=given["file"], key=given["form_token"])
    except RuleBroken as rule:
        return _refused(request, document, form, rule)
    number = sent.version.number
    if not sent.is_new:
        messages.info(request, f"This is the file you sent as version {number}. Nothing changed.")
    else:
        messages.success(request, f"Version {number} is here.")
    return redirect(document)


@require_POST
def cv_ask(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Ask for a review of the newest version."""
    document = mine(request, public_id)
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    given = form.cleaned_data
    try:
        cv_reviewing.submit(document=document, wish=given["wish"], key=given["form_token"])
    except RuleBroken as rule:
        return _refused(request, document, form, rule)
    messages.success(request, "Sent. We write as soon as the comments are back.")
    return redirect(document)


def _latest(document: CvDocument) -> CvReview:
    return get_object_or_404(document.reviews.with_people()[:1])


@require_POST
def cv_withdraw(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Take the question back before anybody reads."""
    document = mine(request, public_id)
    try:
        cv_reviewing.withdraw(review=_latest(document))
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
    else:
        messages.success(request, "Withdrawn. Your review is yours to use again.")
    return redirect(document)


@require_POST
def cv_close(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say that this review is done."""
    document = mine(request, public_id)
    try:
        cv_reviewing.close(review=_latest(document))
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, "Closed. Good luck with it.")
    return redirect(document)


@require_POST
def cv_resolved(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tick the comments the newest version settles."""
    document = mine(request, public_id)
    tick_resolved(request, _latest(document))
    return redirect(document)


def tick_resolved(request: SignedInRequest, review: CvReview) -> None:
    """Set the ticks the form shows; the owner and the reviewer send the same one."""
    done = {int(pk) for pk in request.POST.getlist("done") if pk.isdecimal() and len(pk) < 19}
    try:
        count = cv_reading.tick(review=review, done=done, by=request.user)
    except RuleBroken as rule:
        messages.warning(request, str(rule))
    else:
        messages.success(request, f"{count} resolved.")


@require_POST
def cv_vouch(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Link a line to a course that was completed here, or take the link off."""
    document = mine(request, public_id)
    gone = request.POST.get("remove", "")
    if gone.isdecimal() and len(gone) < 19:
        cv_claiming.stop_vouching(document=document, claim=int(gone))
        return redirect(document)
    known = [(one.key, one.title) for one in panels.evidence(request.user)]
    form = VouchForm(request.POST, evidence=known)
    if not form.is_valid():
        return _page(request, document, form, status=422)
    given = form.cleaned_data
    try:
        cv_claiming.vouch(document=document, line=given["line"], evidence=given["evidence"])
    except RuleBroken as rule:
        return _refused(request, document, form, rule)
    messages.success(request, f"Line {given['line']} carries the link.")
    return redirect(document)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cv_delete(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Delete the files and words at once, after a page that says what follows."""
    document = mine(request, public_id)
    if document.is_emptied:
        return redirect(document)
    if request.method == "POST":
        sending.empty_cv(document=document, why=EmptiedBy.OWNER)
        messages.success(request, "Deleted: every version, its words and the comments on it.")
        return redirect("mentorship:cvs")
    review = document.reviews.open().with_people().first()
    return render(request, "mentorship/cv_delete.html", {"cv": document, "review": review})
