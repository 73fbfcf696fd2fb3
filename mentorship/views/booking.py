"""Choosing a time and booking it: held by the first choice, given once."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.forms.booking import AskForm, BookForm, TimeForm, zone_asked
from mentorship.models import Booking, BookingStatus, Mentor
from mentorship.operations import request_mentorship
from mentorship.operations.booking import Wish
from mentorship.operations.booking import book as book_time
from mentorship.operations.holding import TimeTaken
from mentorship.operations.holding import hold as hold_time
from mentorship.slots import Span
from mentorship.views.mentor import page_context
from mentorship.views.slip import slip_context
from mentorship.views.slots import offer_asked

LONGEST_WISH = 300  # of the words a link brings along


@never_cache
@require_POST
def hold(request: SignedInRequest, slug: str) -> HttpResponse:
    """Set the chosen time aside for ten minutes, and show what it is on both clocks."""
    mentor = _mentor(slug)
    form = TimeForm(request.POST, mentor=mentor)
    if not form.is_valid():
        return _slip(request, mentor, rule="Choose one of the times above.", status=422)
    chosen = form.cleaned_data
    try:
        held = hold_time(
            student=request.user,
            mentor=mentor,
            offer=chosen["offer"],
            start=chosen["start"],
            key=str(chosen["key"]),
        )
    except TimeTaken as taken:
        return _slip(request, mentor, rule=str(taken), near=taken.nearest, status=409)
    except RuleBroken as rule:
        return _slip(request, mentor, rule=f"{rule} {rule.instead}".strip(), status=422)
    return _slip(request, mentor, held=held)


@never_cache
@require_http_methods(["GET", "POST"])
def book(request: SignedInRequest, slug: str) -> HttpResponse:
    """Book the chosen time. GET is where somebody lands who had to sign in first."""
    mentor = _mentor(slug)
    if request.method == "GET":
        return redirect(f"{mentor.get_absolute_url()}?{_kept(request.GET)}#slots")
    form = BookForm(request.POST, mentor=mentor)
    if not form.is_valid():
        return _page(request, mentor, form, status=422)
    try:
        booking = book_time(student=request.user, wish=_wish(mentor, form))
    except TimeTaken as taken:
        return _taken(request, mentor, form, taken)
    except RuleBroken as rule:
        form.add_error(None, f"{rule} {rule.instead}".strip())
        return _page(request, mentor, form, status=422)
    if booking.is_agreed:
        messages.success(request, _said(booking))
    else:
        messages.warning(request, f"This form was sent before: it is {booking.status_words}.")
    return redirect(booking)


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """Ask for another time, or for sessions: a person answers."""
    mentor = _mentor(slug)
    offer = offer_asked(request, mentor)
    if offer is None:
        messages.info(request, f"{mentor.user.short_name} takes nobody new. These mentors do.")
        return redirect("mentorship:match")
    wish = request.GET.get("wish", "").replace("\0", "")[:LONGEST_WISH]
    form = AskForm(request.POST if request.method == "POST" else None, initial={"wish": wish})
    if request.method == "POST" and form.is_valid():
        request_mentorship(
            student=request.user,
            offer=offer,
            wish=f"With {mentor.user.name}: {form.cleaned_data['wish']}",
            request_key=str(form.cleaned_data["key"]),
        )
        messages.success(request, "We have your wish. A person answers within one business day.")
        return redirect("mentorship:bookings")
    context = {"section": "mentorship", "mentor": mentor, "offer": offer, "form": form}
    status = 422 if form.errors else 200
    return render(request, "mentorship/ask.html", context, status=status)


def _mentor(slug: str) -> Mentor:
    return get_object_or_404(Mentor.objects.public().select_related("user"), slug=slug)


def _wish(mentor: Mentor, form: BookForm) -> Wish:
    given = form.cleaned_data
    return Wish(
        mentor=mentor,
        offer=given["offer"],
        start=given["start"],
        key=str(given["key"]),
        goals=given["goals"],
    )


def _slip(
    request: SignedInRequest,
    mentor: Mentor,
    *,
    held: Booking | None = None,
    rule: str = "",
    near: tuple[Span, ...] = (),
    status: int = 200,
) -> HttpResponse:
    """The slip below the week: the time, or why not and what is near."""
    offer = held.offer if held else offer_asked(request, mentor)
    if offer is None:
        return redirect(mentor)
    start = held.starts_at if held else None
    context = slip_context(request, mentor, offer, start=start)
    context |= {"held": held, "rule": rule, "near": near, "key": request.POST.get("key", "")}
    return render(request, "mentorship/_slip.html", context, status=status)


def _taken(
    request: SignedInRequest, mentor: Mentor, form: BookForm, taken: TimeTaken
) -> HttpResponse:
    """Somebody was faster: what is near, in a page that is quick to make for many at once."""
    context = {
        "section": "mentorship",
        "mentor": mentor,
        "offer": form.cleaned_data["offer"],
        "zone": zone_asked(request.POST, request.user.zone),
        "rule": str(taken),
        "near": taken.nearest,
        "goals": form.cleaned_data["goals"],
        "key": form.cleaned_data["key"],
    }
    return render(request, "mentorship/taken.html", context, status=409)


def _page(request: SignedInRequest, mentor: Mentor, form: BookForm, *, status: int) -> HttpResponse:
    """The mentor's page again, with everything that was typed."""
    context = page_context(request, mentor, start=form.cleaned_data.get("start"))
    context |= {
        "form": form,
        "goals": request.POST.get("goals", ""),
        "key": form.cleaned_data["key"],
    }
    return render(request, "mentorship/mentor.html", context, status=status)


def _kept(query: QueryDict) -> str:
    """Offer, time and zone, from before somebody signed in."""
    kept = QueryDict(mutable=True)
    for name in ("offer", "start", "zone"):
        if given := query.get(name):
            kept[name] = given
    return kept.urlencode()


def _said(booking: Booking) -> str:
    if booking.status == BookingStatus.REQUESTED:
        return f"Asked. {booking.mentor.user.short_name} answers within 48 hours."
    return "Booked. The invitation is on its way to you."
