"""What runs by the clock: each calls one operation, and is safe to run twice."""

from django.utils import timezone

from courses.models import Enrolment
from institute.celery import app
from mentorship.models import Booking, Mentor, WaitlistEntry
from mentorship.operations import (
    agreed_times,
    attending,
    busy_times,
    cv_keeping,
    expiring,
    granting,
    offering,
)


@app.task(name="mentorship.tasks.look_after_cv_reviews")
def look_after_cv_reviews() -> int:
    """Deal out CVs that wait, remind reviewers who are late, close what is quiet."""
    return cv_keeping.look_after_reviews()


@app.task(name="mentorship.tasks.keep_cvs_twelve_months")
def keep_cvs_twelve_months() -> int:
    """Delete CVs nobody used for twelve months."""
    return cv_keeping.keep_cvs_twelve_months()


@app.task(name="mentorship.tasks.sweep_cv_files")
def sweep_cv_files() -> int:
    """Delete files of CVs that no row names."""
    return cv_keeping.sweep_files()


@app.task(name="mentorship.tasks.let_go_of_overdue")
def let_go_of_overdue() -> int:
    """End holds, offers and requests whose time ran out."""
    return sum(expiring.expire(booking=booking) for booking in Booking.objects.overdue())


@app.task(name="mentorship.tasks.settle_sessions")
def settle_sessions() -> int:
    """End sessions for which both sides had their time to say who was there."""
    return attending.settle_quiet()


@app.task(name="mentorship.tasks.compare_agreed_times")
def compare_agreed_times() -> int:
    """Tell managers of sessions whose hour no longer reads as it was agreed."""
    return agreed_times.report_differing()


@app.task(name="mentorship.tasks.offer_times")
def offer_times(mentor_id: int | None = None) -> int:
    """Hold free times for those who wait: of one mentor when time has freed, else of all."""
    if mentor_id is None:
        return offering.offer_times()
    return sum(offering.offer_times(mentor=one) for one in Mentor.objects.filter(pk=mentor_id))


@app.task(name="mentorship.tasks.end_waits")
def end_waits() -> int:
    """Take those off the waiting list whose dates have passed, or who have booked."""
    over = WaitlistEntry.objects.perhaps_over(timezone.now().date()).with_people()
    return sum(offering.settle(entry=entry) for entry in over)


@app.task(name="mentorship.tasks.follow_place")
def follow_place(enrolment_id: int) -> bool:
    """Give the sessions a sure place brings, or take back those of a cancelled one."""
    place = Enrolment.objects.filter(pk=enrolment_id).first()
    return place is not None and granting.follow_place(enrolment=place)


@app.task(name="mentorship.tasks.follow_missed_places")
def follow_missed_places() -> int:
    """Do the same for places whose announcement was lost."""
    return granting.follow_missed_places()


@app.task(name="mentorship.tasks.write_off_run_out")
def write_off_run_out() -> int:
    """Write off sessions that can no longer be used."""
    return granting.write_off_run_out()


@app.task(name="mentorship.tasks.read_calendars")
def read_calendars() -> int:
    """Read busy time from the calendars of mentors that have not been asked for 15 minutes."""
    return busy_times.read_due()
