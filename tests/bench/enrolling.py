"""Students who enrol: each signed in, each sending the form once."""

import datetime as dt
import http.client
import urllib.parse
import uuid

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.cached_db import SessionStore
from django.db.models import QuerySet
from django.utils import timezone

from courses.demo.scale import add_students
from courses.models import Cohort
from institute.accounts.models import User
from tests.bench.load import Burst, in_parallel

TOKEN = "a" * 32  # any token will do: the form and the cookie carry the same


def enrol(base: str, students: int) -> Burst:
    """So many new students, a POST each, into the cohorts that have seats."""
    cohort = _cohort_for(students)
    cookies = [signed_in(person) for person in _students(students)]
    address = f"/courses/{cohort.version.course.slug}/cohorts/{cohort.pk}/enrol/"

    def ask(connection: http.client.HTTPConnection, number: int) -> bool:
        form = {"form_token": uuid.uuid4(), "legal_name": "Bench Mark", "payer": "me"}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookies[number]}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
        }
        connection.request("POST", address, urllib.parse.urlencode(form), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status == 302 and "/enrolments/" in (answer.headers["Location"] or "")

    return in_parallel(base, ask, at_most=students)


def _students(number: int) -> QuerySet[User]:
    """New accounts; open ones, for away from a demo the accounts of a demo are shut."""
    new = User.objects.filter(pk__in=add_students(number))
    new.update(is_demo=False)
    return new


def _cohort_for(students: int) -> Cohort:
    """One hot row: a paid cohort with a seat for everyone."""
    open_ones = Cohort.objects.upcoming().filter(price_cents__gt=0, starts_at__gt=timezone.now())
    cohort = open_ones.with_course().order_by("-starts_at", "pk")[0]
    cohort.capacity = min(cohort.taken + students, 32_000)
    cohort.enrol_closes_at = timezone.now() + dt.timedelta(days=30)
    cohort.save()
    return cohort


def signed_in(person: User) -> str:
    """The key of a session of theirs."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.save()
    return str(session.session_key)
