"""Sessions that repeat: the dates before they are booked, and the series afterwards."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.clocks import city
from mentorship.forms.series import DatesForm, RestForm, SeriesForm
from mentorship.models import Entitlement, Mentor, Series
from mentorship.operations import repeating


@never_cache
@require_http_methods(["GET", "POST"])
def series(request: SignedInRequest, slug: str) -> HttpResponse:
    """Choose what repeats, look at each date, and book those that are ticked: all or none."""
    mentor = get_object_or_404(Mentor.objects.public().with_person(), slug=slug)
    known = Series.objects.sent_as(request.POST.get("form_token", ""), by=request.user)
    if known:
        return redirect(known)
    asked = request.POST if request.method == "POST" else request.GET
    form = SeriesForm(asked if "count" in asked else None, mentor=mentor, reader=request.user)
    if not form.is_valid():
        return _page(request, form, status=422 if form.errors else 200)
    dates = repeating.preview(student=request.user, pattern=form.pattern)
    ticked = DatesForm(
        request.POST if request.method == "POST" else None, offered=list(_offered(dates))
    )
    if not ticked.is_valid():
        return _page(request, form, dates, ticked, status=_status(ticked))
    return _book(request, form, dates, ticked)


def _status(ticked: DatesForm) -> int:
    """409 where a date that was ticked has been taken since."""
    if ticked.has_error("dates", "invalid_choice"):
        return 409
    return 422 if ticked.errors else 200


def _book(
    request: SignedInRequest, form: SeriesForm, dates: list[repeating.Date], ticked: DatesForm
) -> HttpResponse:
    try:
        made = repeating.book_series(
            student=request.user,
            pattern=form.pattern,
            starts=ticked.starts,
            key=str(ticked.cleaned_data["form_token"]),
            goals=ticked.cleaned_data["goals"],
        )
    except repeating.DateTaken as rule:
        ticked.add_error(None, f"{rule} {rule.instead}")
        fresh = repeating.preview(student=request.user, pattern=form.pattern)
        return _page(request, form, fresh, ticked, status=409)
    except RuleBroken as rule:
        ticked.add_error(None, f"{rule} {rule.instead}".strip())
        return _page(request, form, dates, ticked, status=422)
    messages.success(request, "The dates are yours. They are on their way to you in one letter.")
    return redirect(made)


def _offered(dates: list[repeating.Date]) -> dict[str, repeating.Date]:
    """The instants one may tick: each free date, or the nearest time of its day."""
    return {one.choice.isoformat(): one for one in dates if one.choice}


def _page(
    request: SignedInRequest,
    form: SeriesForm,
    dates: list[repeating.Date] | None = None,
    ticked: DatesForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    mine = Entitlement.objects.visible_to(request.user)
    context = {
        "section": "mentorship",
        "mentor": form.mentor,
        "form": ticked if ticked and ticked.errors else form,
        "asked": form,
        "dates": dates,
        "ticked": ticked,
        "chosen": set(ticked.data.getlist("dates")) if ticked and ticked.is_bound else None,  # type: ignore[attr-defined]
        "your_city": city(request.user.zone),
        "their_city": city(form.mentor.zone),
    }
    if dates:
        offer = form.pattern.offer
        context |= {
            "offer": offer,
            "free": sum(one.is_free for one in dates),
            "can_book": any(one.choice for one in dates),
            "left": mine.left_for(offer.kind),
            "shifted": [one for one in dates if one.occurrence.other_shifted],
        }
    return render(request, "mentorship/series.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def series_booked(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every date of a series; POST calls off those that are still to come."""
    made = get_object_or_404(Series.objects.visible_to(request.user).with_people(), pk=pk)
    form = RestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _cancel_rest(request, made, form)
    bookings = list(made.bookings.visible_to(request.user).with_people().order_by("during"))
    now = timezone.now()
    rest = [one for one in bookings if one.is_agreed and one.starts_at > now]
    context = {
        "section": "mentorship",
        "series": made,
        "bookings": bookings,
        "rest": rest,
        "late": [one for one in rest if one.free_until < now],
        "form": form,
        "is_mentor": made.mentor.user_id == request.user.pk,
    }
    status = 422 if form.errors else 200
    return render(request, "mentorship/series_booked.html", context, status=status)


def _cancel_rest(request: SignedInRequest, made: Series, form: RestForm) -> HttpResponse:
    try:
        gone = repeating.cancel_rest(series=made, by=request.user, why=form.cleaned_data["why"])
    except RuleBroken as rule:
        messages.warning(request, f"{rule} {rule.instead}".strip())
    else:
        words = f"{len(gone)} session{'' if len(gone) == 1 else 's'} cancelled."
        messages.success(request, words if gone else "Nothing was left to cancel.")
    return redirect(made)
