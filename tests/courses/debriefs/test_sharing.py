"""A debrief by its link: opened by its learner alone, closed for good, and nobody else’s."""

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Debrief, Seat
from courses.operations import reflecting
from institute.errors import RuleBroken
from tests import make
from tests.courses.debriefs.telling import read_by, ready
from tests.courses.debriefs.test_reading import at, window

pytestmark = pytest.mark.django_db


def link(debrief: Debrief, name: str = "debrief_shared") -> str:
    debrief.refresh_from_db()
    return reverse(f"courses:{name}", args=[debrief.share_token])


def test_a_link_opens_the_report_to_anybody_and_to_no_search_engine() -> None:
    debrief = read_by(make.student())
    teacher = make.instructor()
    reflecting.comment(debrief=debrief, by=teacher, text="Only for you.", rubric={"align": 2})
    window(debrief.run.user).post(at(debrief.run, "debrief_share"))

    answer = Client().get(link(debrief))
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert debrief.run.user.name in page
    assert "Only for you." not in page
    assert teacher.name not in page
    assert Client().get(link(debrief, "debrief_shared_pdf")).content.startswith(b"%PDF-")


def test_a_link_that_was_closed_never_opens_again() -> None:
    debrief = read_by(make.student())
    client = window(debrief.run.user)
    client.post(at(debrief.run, "debrief_share"))
    first = link(debrief)

    client.post(at(debrief.run, "debrief_unshare"))
    closed = Client().get(first)
    client.post(at(debrief.run, "debrief_share"))

    assert closed.status_code == 404
    assert "This link is closed" in closed.content.decode()
    assert link(debrief) != first
    assert Client().get(first).status_code == 404


def test_sharing_twice_keeps_the_link() -> None:
    debrief = read_by(make.student())

    tokens = {reflecting.share(debrief=debrief).share_token for _ in range(2)}

    assert len(tokens) == 1


def test_nothing_is_shared_before_it_was_read() -> None:
    with pytest.raises(RuleBroken):
        reflecting.share(debrief=ready(make.student()))


def test_a_member_of_the_team_reads_and_does_not_share() -> None:
    debrief = read_by(make.student())
    member = make.student()
    Seat.objects.create(run=debrief.run, user=member, part="risk")

    page = window(member).get(at(debrief.run)).content.decode()
    shared = window(member).post(at(debrief.run, "debrief_share"))

    assert "Make a link" not in page
    assert shared.status_code == 404
