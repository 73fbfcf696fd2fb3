"""What the two of a session do around it: come in, be late, note, agree, say how it was."""

import uuid
from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from institute.accounts.requests import SignedInRequest
from institute.errors import RuleBroken
from mentorship.attendance import Mark
from mentorship.forms.sessions import (
    ActionForm,
    AttendanceForm,
    FeedbackForm,
    GoalsForm,
    LateForm,
    NoteForm,
    key_of,
)
from mentorship.models import ActionItem, Booking, Party, SessionNote
from mentorship.operations import attending, recording
from mentorship.views.sessions import session_context

# The part of the page an act belongs to -> its fragment, which htmx swaps.
FRAGMENTS = {"goals": "_session_goals", "note": "_session_notes", "action": "_session_actions"}
# Where the tick of an action may have been set, beside the session's own page.
LISTS = {"record": "mentorship:record", "dashboard": "dashboard"}


def _mine(request: SignedInRequest, public_id: uuid.UUID) -> Booking:
    """A session this person is one of the two of; anybody else's does not exist."""
    sessions = Booking.objects.of_either_side(request.user).with_people()
    return get_object_or_404(sessions, public_id=public_id)


def _acted(
    request: SignedInRequest,
    booking: Booking,
    form: forms.Form,
    act: Callable[[], object],
    told: tuple[str, str],
) -> HttpResponse:
    """Do it when the form is right; `told` is the part of the page, and what to say when done."""
    part, done = told
    if form.is_valid():
        try:
            act()
        except RuleBroken as rule:
            form.add_error(None, f"{rule} {rule.instead}".strip())
        else:
            return _done(request, booking, part, done)
    return _shown(request, booking, part, {part: form})


def _done(request: SignedInRequest, booking: Booking, part: str, words: str) -> HttpResponse:
    fragment = FRAGMENTS.get(part.partition(" ")[0])
    if request.htmx and fragment:
        booking.refresh_from_db(fields=["goals", "status"])
        context = session_context(booking, request.user, said=words)
        return render(request, f"mentorship/{fragment}.html", context)
    messages.success(request, words)
    return redirect(f"{booking.get_absolute_url()}#session-{part.partition(' ')[0]}")


def _shown(
    request: SignedInRequest, booking: Booking, part: str, sent: Mapping[str, forms.Form]
) -> HttpResponse:
    """What was typed, with what is wrong: in place for htmx, else on a page of its own."""
    booking.refresh_from_db(fields=["goals", "status", "settled_at"])
    context = session_context(booking, request.user, sent=sent) | {"form": sent[part]}
    fragment = FRAGMENTS.get(part.partition(" ")[0])
    template = fragment if request.htmx and fragment else "session"
    return render(request, f"mentorship/{template}.html", context, status=422)


def _to_page(booking: Booking, part: str) -> HttpResponse:
    """A form's address opened by hand, or after signing in again: the form is on the page."""
    return redirect(f"{booking.get_absolute_url()}#session-{part}")


@never_cache
@require_GET
def join(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Note who comes in, the first time, and go on to the mentor's room.

    GET, because a form may not lead away from this site; a browser that only looks ahead comes
    in for nobody.
    """
    booking = _mine(request, public_id)
    if "prefetch" in request.headers.get("Sec-Purpose", ""):
        return HttpResponse(status=204)
    try:
        return redirect(attending.come_in(booking=booking, by=request.user))
    except RuleBroken as rule:
        context = session_context(booking, request.user) | {"rule": rule}
        return render(request, "mentorship/join.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def session_late(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Tell the other side that I come some minutes late."""
    booking = _mine(request, public_id)
    if request.method != "POST":
        return _to_page(booking, "door")
    form, who = LateForm(request.POST), request.user

    def act() -> None:
        attending.say_late(booking=booking, by=who, minutes=form.cleaned_data["minutes"])

    return _acted(request, booking, form, act, ("door", "They know. The letter is on its way."))


@never_cache
@require_http_methods(["GET", "POST"])
def attendance(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say whether the other side was there."""
    booking = _mine(request, public_id)
    if request.method != "POST":
        return _to_page(booking, "attendance")
    form = AttendanceForm(request.POST, auto_id="came_%s")

    def act() -> None:
        given = form.cleaned_data
        mark, words = Mark(given["mark"]), given["words"]
        attending.say_who_came(booking=booking, by=request.user, mark=mark, words=words)

    return _acted(request, booking, form, act, ("attendance", "Noted. Thank you."))


@never_cache
@require_http_methods(["GET", "POST"])
def session_goals(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """What the student wants to cover."""
    booking = _mine(request, public_id)
    if request.method != "POST":
        return _to_page(booking, "goals")
    form = GoalsForm(request.POST, auto_id="goals_%s")

    def act() -> None:
        goals = form.cleaned_data["goals"]
        recording.set_goals(booking=booking, goals=goals, by=request.user)

    return _acted(request, booking, form, act, ("goals", "Saved. Your mentor reads it here."))


@never_cache
@require_http_methods(["GET", "POST"])
def session_notes(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write a note; the same form sent twice is one note."""
    booking = _mine(request, public_id)
    if request.method != "POST":
        return _to_page(booking, "note")
    form, who = NoteForm(request.POST, auto_id="note_%s"), request.user

    def act() -> None:
        recording.write_note(
            booking=booking,
            by=who,
            text=form.cleaned_data["text"],
            is_private=form.cleaned_data["is_private"],
            key=key_of(form, f"note {booking.pk} {who.pk}"),
        )

    return _acted(request, booking, form, act, ("note", "Saved."))


@never_cache
@require_http_methods(["GET", "POST"])
def session_note(request: SignedInRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Write one's own note anew, or share it."""
    booking = _mine(request, public_id)
    own = SessionNote.objects.of_session(booking).by(request.user)
    note = get_object_or_404(own, pk=pk)
    if request.method != "POST":
        return _to_page(booking, "note")
    form = NoteForm(request.POST, auto_id=f"note{pk}_%s")

    def act() -> None:
        given = form.cleaned_data
        text, is_private = given["text"], given["is_private"]
        recording.change_note(note=note, by=request.user, text=text, is_private=is_private)

    return _acted(request, booking, form, act, (f"note {pk}", "Saved."))


@never_cache
@require_http_methods(["GET", "POST"])
def session_actions(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Write down what one of the two will do; the same form sent twice is one action."""
    booking = _mine(request, public_id)
    if request.method != "POST":
        return _to_page(booking, "action")
    form = ActionForm(request.POST, booking=booking, auto_id="action_%s")
    who = request.user

    def act() -> None:
        given = form.cleaned_data
        recording.add_action(
            booking=booking,
            by=who,
            party=Party(given["party"]),
            text=given["text"],
            due_on=given["due_on"],
            key=key_of(form, f"action {booking.pk} {who.pk}"),
        )

    return _acted(request, booking, form, act, ("action", "Agreed."))


@never_cache
@require_http_methods(["GET", "POST"])
def session_action(request: SignedInRequest, public_id: uuid.UUID, pk: int) -> HttpResponse:
    """Tick an action off, or take the tick back; then return to the list it stood in."""
    booking = _mine(request, public_id)
    action = get_object_or_404(ActionItem.objects.with_people(), pk=pk, booking=booking)
    if request.method != "POST":
        return _to_page(booking, "action")
    is_done = request.POST.get("done") == "1"
    action = recording.finish_action(action=action, by=request.user, is_done=is_done)
    back = request.POST.get("back", "")
    if request.htmx:
        context = {"action": action, "back": back, "may_tick": True, "with_session": bool(back)}
        return render(request, "mentorship/_action.html", context)
    if back in LISTS:
        return redirect(f"{reverse(LISTS[back])}#action-{pk}")
    return redirect(f"{booking.get_absolute_url()}#action-{pk}")


@never_cache
@require_http_methods(["GET", "POST"])
def session_feedback(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Say whether it helped, once."""
    booking = _mine(request, public_id)
    if request.method != "POST":
        return _to_page(booking, "feedback")
    form = FeedbackForm(request.POST, auto_id="feedback_%s")

    def act() -> None:
        recording.give_feedback(booking=booking, by=request.user, thoughts=form.thoughts)

    return _acted(request, booking, form, act, ("feedback", "Thank you. We keep what you said."))
