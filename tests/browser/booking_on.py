"""Waiting, repeating, granting and booking for others, each in the states a reader may find."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from institute.accounts.models import User
from mentorship import diaries
from mentorship.models import Mentor, MentorshipRequest, Offer, PinnedTo, WaitlistEntry
from mentorship.operations import offering, repeating, waiting
from mentorship.slots import Span
from tests import make

WEEK = dt.timedelta(weeks=1)


def _mentor() -> tuple[Mentor, Offer]:
    mentor = Mentor.objects.get(slug="helene-tremblay")
    return mentor, mentor.offers.get(slug="mentoring")


def of_student(student: User) -> list[str]:
    """A place in line, a time that is held, dates before they are booked, and afterwards."""
    mentor, offer = _mentor()
    make.sessions(student, 4)
    today = timezone.now().date()
    known = {"student": student, "offer": offer, "earliest": today, "latest": today + 4 * WEEK}
    held = WaitlistEntry.objects.create(**known, mentor=mentor)
    line = WaitlistEntry.objects.create(**known, interview_on=today + WEEK)
    times = waiting.times_for(held, [mentor], diaries.load([mentor], Span(*held.span())))
    assert offering.hold_for(entry=held, time=times[0])
    what = repeating.Pattern(mentor, offer, times[-1].span.start, 1, 2, PinnedTo.MENTOR)
    starts = [one.start for one in what.dates(student)]
    made = repeating.book_series(student=student, pattern=what, starts=starts, key="browser")
    dates = "offer=mentoring&day=2027-03-01&at=12:00&every_weeks=1&count=6&pinned_to=student"
    series = reverse("mentorship:series", args=[mentor.slug])
    return [
        *(reverse("mentorship:waiting"), line.get_absolute_url(), held.get_absolute_url()),
        *(series, f"{series}?{dates}", made.get_absolute_url()),
    ]


def of_mentor() -> list[str]:
    """Requests, and a time for one of them."""
    asked = MentorshipRequest.objects.waiting()[0]
    return [
        reverse("mentorship:mentoring_requests"),
        f"{reverse('mentorship:book_for')}?request={asked.pk}",
    ]


def of_desk(student: User) -> list[str]:
    """Finding a student, their sessions, who is free, a week, and a week without a time."""
    book = reverse("mentorship:book_for")
    theirs = f"{book}?student={student.pk}"
    soon = timezone.now().date() + 2 * WEEK
    return [
        *(f"{reverse('mentorship:grants')}?q=ama", f"{book}?q=zzzz", theirs),
        reverse("mentorship:grants_of", args=[student.pk]),
        f"{theirs}&mentor=helene-tremblay&offer=mentoring&week={soon}",
        f"{theirs}&mentor=helene-tremblay&offer=mentoring&week={soon + 20 * WEEK}",
    ]


def of_manager() -> list[str]:
    """Every mentor, one of them, and what courses bring."""
    home = reverse("mentorship:mentoring")
    return [home, f"{home}?mentor=helene-tremblay", reverse("mentorship:course_grants")]
