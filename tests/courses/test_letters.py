"""Every letter, in both parts, whatever stands in its names."""

import datetime as dt
import re
from functools import partial

import pytest
import time_machine

from courses import emails
from courses.models import Absence, Cohort, TeamInvitation
from courses.operations import cohorts, reflecting, teaming
from courses.operations.changing import defer_place, transfer_place
from courses.operations.enrolling import (
    Terms,
    cancel_place,
    release_hold,
    reserve_place,
)
from courses.operations.invoicing import BillTo
from courses.operations.waiting import expire_offer, join_waitlist
from institute import mail
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.mail.letters import KINDS
from institute.mail.models import OutboundMessage
from institute.mail.operations import preview
from tests import make
from tests.courses.debriefs.telling import read_by
from tests.courses.post import (
    FIRST,
    NASTY,
    NOW,
    amara,
    cohort_of,
    pay,
    words,
    write,
)
from tests.courses.simulating import a_run
from tests.courses.tables import a_table

pytestmark = pytest.mark.django_db


def write_every_letter() -> None:
    """One of each kind, by a student and of a course whose names try to break out."""
    student = amara(display_name=NASTY)
    cohort = cohort_of(NASTY)
    place = reserve_place(student=student, cohort=cohort, terms=Terms(BillTo(name=NASTY)))
    pay(place)
    cohorts.move_session(
        session=cohort.sessions.get(number=2), starts_at=FIRST + dt.timedelta(days=9)
    )
    write(cohort, NASTY, subject=NASTY)
    place.refresh_from_db()
    defer_place(enrolment=place, by=student)
    later = make.cohort(cohort.version.course, starts_in_days=80, price_cents=0, places=1)
    moved = transfer_place(enrolment=place, cohort=later, by=student)
    entry = join_waitlist(student=amara(display_name=NASTY), cohort=later)
    cancel_place(enrolment=moved, by=student, reason=NASTY)
    late = reserve_place(student=amara(display_name=NASTY), cohort=cohort)
    with time_machine.travel(NOW + dt.timedelta(hours=80), tick=False):
        release_hold(enrolment=late)
        entry.refresh_from_db()
        expire_offer(entry=entry)
    entry = join_waitlist(student=amara(display_name=NASTY), cohort=full_cohort())
    cohorts.cancel_cohort(cohort=entry.cohort, by=student, reason=NASTY)
    mail.queue(emails.lessons_finished(late))
    reflecting.comment(debrief=read_by(student), by=make.instructor(), text=NASTY, rubric={})
    write_to_a_table(cohort, lead=student)


def write_to_a_table(cohort: Cohort, lead: User) -> None:
    """What somebody at a team's run hears: asked, waited for, passed over twice, finished."""
    run = a_run(lead, seed=1_001)
    away = amara(display_name=NASTY)
    teaming.take_part(table=a_table(run), user=away, part="lead")
    seat = run.seats.get(user=away)
    passed_over = partial(
        Absence.objects.create, run=run, user=away, by=lead, part="lead", silent_since=FIRST
    )
    long_after = FIRST + dt.timedelta(days=9)
    asked = TeamInvitation.objects.create(
        run=run, user=amara(display_name=NASTY), by=lead, cohort=cohort, shown_as=NASTY
    )
    for letter in (
        emails.team_invitation(asked),
        emails.vote_missing(seat),
        emails.seat_freed(passed_over(step="seat", at=long_after)),
        emails.lead_taken(passed_over(step="lead", at=long_after)),
        emails.team_run_finished(seat),
    ):
        mail.queue(letter)


def full_cohort() -> Cohort:
    cohort = cohort_of(NASTY, places=1)
    reserve_place(student=amara(), cohort=cohort)
    return cohort


OURS = sorted(name.removeprefix("courses.") for name in emails.__all__ if name.islower())


@pytest.mark.usefixtures("clock")
def test_every_letter_is_well_formed_in_both_parts() -> None:
    write_every_letter()

    assert {f"courses.{kind}" for kind in OURS} == {
        name for name in KINDS if name.startswith("courses.")
    }
    for kind in OURS:
        letter = words(kind)
        assert "<b>R&D</b>" in letter.text, kind
        assert "&lt;" not in letter.subject + letter.text, kind
        assert "<b>R&D</b>" not in letter.html, kind
        assert "&amp;amp;" not in letter.html, kind
        for part in (letter.text, letter.html):
            assert "(905) 282-9318" in part, kind
            assert "You get this because" in part, kind
            assert "{{" not in part, kind
            assert "None" not in part, kind
        assert "!" not in letter.text, kind
        assert "\n\n\n" not in letter.text, kind
        assert len(re.findall(r'bgcolor="#F6BD2B"', letter.html)) == 1, kind
        assert re.search(r"font-size:1px[^>]*>[^<]{10}", letter.html), kind


@pytest.mark.usefixtures("clock")
def test_subjects_fit_a_phone() -> None:
    place = reserve_place(student=amara(), cohort=cohort_of("Launch readiness"))
    pay(place)
    cohorts.cancel_cohort(cohort=place.cohort, by=make.staff(Role.MANAGER), reason="Ill.")

    for message in OutboundMessage.objects.filter(kind__startswith="courses."):
        written = preview(message).words
        assert written
        assert len(written.subject) <= 60, written.subject
