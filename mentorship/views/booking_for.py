"""Staff book a session for a student: a caller at the desk, or an answer to a request."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from institute.accounts.access import area
from institute.accounts.models import User
from institute.accounts.requests import SignedInRequest
from institute.accounts.roles import Role, may_enter
from institute.errors import RuleBroken
from mentorship import diaries, lookup, outlook
from mentorship.forms.booking_for import BookForForm
from mentorship.forms.fields import key_asked
from mentorship.models import Entitlement, Mentor, MentorshipRequest, Offer, RequestStatus, Via
from mentorship.operations.booking import Wish, book
from mentorship.operations.holding import TimeTaken
from mentorship.slots import Change, Found, Span, cheapest_change
from mentorship.worklists.finding import Week

MOST_FOUND = 12


@dataclass(frozen=True)
class Asked:
    """For whom, what, with whom, and the request it answers, if there is one."""

    student: User
    offer: Offer
    offers: list[Offer]
    mentors: list[Mentor]
    mentor: Mentor | None
    week: Week
    request: MentorshipRequest | None


@never_cache
@require_http_methods(["GET", "POST"])
@area("bookings for students")
def book_for(request: SignedInRequest) -> HttpResponse:
    """Find the student, then a mentor and a time; POST books it in the staff's name."""
    given = request.POST if request.method == "POST" else request.GET
    answered = _request(given)
    student = answered.student if answered else _student(given)
    if student is None:
        return _find(request, given.get("q", "").strip()[:120])
    asked = _asked(request.user, given, student, answered)
    if asked is None:
        messages.info(request, "You offer nothing that has a time yet.")
        return redirect("mentorship:mentoring")
    if request.method == "POST" and asked.mentor:
        return _book(request, asked, asked.mentor)
    return _page(request, asked, BookForForm(wish=answered.wish if answered else ""))


def _request(given: QueryDict) -> MentorshipRequest | None:
    if not given.get("request"):
        return None
    waiting = MentorshipRequest.objects.with_people()
    return get_object_or_404(waiting, pk=key_asked(given, "request"))


def _student(given: QueryDict) -> User | None:
    if not given.get("student"):
        return None
    return get_object_or_404(User, pk=key_asked(given, "student"))


def _find(request: SignedInRequest, typed: str) -> HttpResponse:
    context = {
        "typed": typed,
        "found": lookup.students(typed)[:MOST_FOUND],
        "may_grant": may_enter("session grants", request.user.roles),
    }
    return render(request, "mentorship/book_for_whom.html", context)


def _asked(
    user: User, given: QueryDict, student: User, answered: MentorshipRequest | None
) -> Asked | None:
    """What was chosen, with the first of everything where nothing was; mentors book themselves."""
    everybody = user.has_role(Role.DESK, Role.MANAGER, Role.ADMIN)
    mentors = Mentor.objects.public().select_related("user")
    mine = list(mentors if everybody else mentors.filter(user=user))
    offers = list(Offer.objects.with_a_time().given_by(mine))
    if not offers:
        return None
    wanted = given.get("offer") or (answered.offer.slug if answered else "")
    offer = next((one for one in offers if one.slug == wanted), offers[0])
    giving = set(offer.mentors.values_list("pk", flat=True))
    able = [one for one in mine if one.pk in giving and one.user_id != student.pk]
    slug = given.get("mentor", "") if everybody else (able[0].slug if able else "")
    return Asked(
        student=student,
        offer=offer,
        offers=offers,
        mentors=able,
        mentor=next((one for one in able if one.slug == slug), None),
        week=Week.of(given.get("week", ""), student.zone),
        request=answered,
    )


def _book(request: SignedInRequest, asked: Asked, mentor: Mentor) -> HttpResponse:
    form = BookForForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, form, status=422)
    waits = asked.request and asked.request.status == RequestStatus.OPEN
    wish = Wish(
        mentor=mentor,
        offer=asked.offer,
        start=form.cleaned_data["start"],
        key=f"for {asked.student.pk} {form.cleaned_data['form_token']}",
        goals=form.cleaned_data["goals"],
        via=Via.STAFF if asked.request or mentor.user_id == request.user.pk else Via.DESK,
        request=asked.request if waits else None,
    )
    try:
        booking = book(student=asked.student, wish=wish, by=request.user)
    except TimeTaken as taken:
        form.add_error("start", str(taken))
        return _page(request, asked, form, status=409, nearest=taken.nearest)
    except RuleBroken as rule:
        form.add_error(None, str(rule))
        return _page(request, asked, form, status=422)
    messages.success(request, f"Booked for {asked.student.name}. Both have a letter.")
    return redirect(booking)


def _page(
    request: SignedInRequest,
    asked: Asked,
    form: BookForForm,
    *,
    status: int = 200,
    nearest: tuple[Span, ...] = (),
) -> HttpResponse:
    now, window = timezone.now(), asked.week.span
    free = diaries.free_for(asked.mentors, asked.offer, window, now, student=asked.student)
    context: dict[str, Any] = {
        "asked": asked,
        "form": form,
        "nearest": nearest,
        "left": Entitlement.objects.visible_to(asked.student).left_for(asked.offer.kind),
        "rows": sorted(
            ((one, free[one.pk].free) for one in asked.mentors),
            key=lambda row: (not row[1], row[1][0].start if row[1] else now),
        ),
        "may_grant": may_enter("session grants", request.user.roles),
    }
    if asked.mentor:
        context |= _week(asked, asked.mentor, free[asked.mentor.pk])
    return render(request, "mentorship/book_for.html", context, status=status)


def _week(asked: Asked, mentor: Mentor, found: Found) -> dict[str, Any]:
    """The mentor's free times by day; why nothing is free, where nothing is."""
    if found.free:
        return {"days": asked.week.days(found.free)}
    change = _change(asked, mentor, found)
    return {
        "why": outlook.reasons(found.counts),
        "change": outlook.change_words(change) if change else "",
        "yields": change.yields.start if change else None,
    }


def _change(asked: Asked, mentor: Mentor, found: Found) -> Change | None:
    window = asked.week.span
    diary = diaries.load([mentor], window, student=asked.student)[mentor.pk]
    return cheapest_change(found, diaries.terms_of(asked.offer), diary)
