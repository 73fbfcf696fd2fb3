"""Sessions with mentors: the free times a visitor reads, and an hour booked with one POST."""

import datetime as dt
import http.client
import urllib.parse
import uuid

from django.conf import settings
from django.utils import timezone

from courses.demo.scale import add_students
from institute.accounts.models import User
from mentorship import diaries
from mentorship.models import Mentor, Offer
from mentorship.operations import crediting
from mentorship.slots import Span
from tests.bench import finding
from tests.bench.enrolling import TOKEN, signed_in
from tests.bench.load import Burst, in_parallel

DAYS = 50  # within the horizon of the offer


def paths(mentors: int) -> tuple[str, ...]:
    """The addresses of so many mentors' free times."""
    chosen = finding.prepare(mentors=mentors, days=10)
    Mentor.objects.filter(pk__in=chosen).update(max_per_day=20, max_per_week=100)
    return tuple(f"/mentorship/{mentor.slug}/slots/?offer={finding.OFFER}" for mentor in chosen)


def book(base: str, students: int) -> Burst:
    """So many students, each with an hour of their own in mind, a POST each."""
    hours, cookies = _hours(students), [signed_in(one) for one in _students(students)]

    def ask(connection: http.client.HTTPConnection, number: int) -> bool:
        slug, start = hours[number]
        form = {"offer": finding.OFFER, "start": start, "key": uuid.uuid4(), "goals": "A plan."}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookies[number]}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        path = f"/mentorship/{slug}/book/"
        connection.request("POST", path, urllib.parse.urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status == 302 and "/bookings/" in (answer.headers["Location"] or "")

    return in_parallel(base, ask, at_most=min(students, len(hours)))


def _students(number: int) -> list[User]:
    new = User.objects.filter(pk__in=add_students(number))
    new.update(is_demo=False)
    for one in new:
        gift = crediting.Gift(3, "To be measured")
        crediting.grant(student=one, gift=gift, request_key=f"bench {one.pk}")
    return list(new)


def _hours(number: int) -> list[tuple[str, str]]:
    """Free hours that leave each other alone, dealt out mentor by mentor."""
    offer = Offer.objects.get(slug=finding.OFFER)
    now = timezone.now()
    window = Span(now + dt.timedelta(days=11), now + dt.timedelta(days=DAYS))
    mentors = list(Mentor.objects.filter(offers=offer).select_related("user").order_by("pk"))
    found = diaries.free_for(mentors, offer, window, now)
    rows: list[list[tuple[str, str]]] = []
    for mentor in mentors:
        last, mine = now, []
        for span in found[mentor.pk].free:
            if span.start >= last:
                mine.append((mentor.slug, span.start.isoformat()))
                last = span.end + dt.timedelta(minutes=offer.buffer_after + offer.buffer_before)
        rows.append(mine)
    dealt = [row[turn] for turn in range(max(map(len, rows))) for row in rows if turn < len(row)]
    return dealt[:number]
