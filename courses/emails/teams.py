"""What people at a table hear: they are asked to it, waited for, passed over; the run is over."""

from courses.emails.writing import Context, url
from courses.models import Absence, Ballot, RunState, Seat, Step, TeamInvitation
from courses.teams import rights
from institute.accounts.models import User
from institute.mail.letters import Letter, MailClass, Topic, letter
from institute.templatetags.moments import day

SEATED = "You get this because you have, or had, a seat at a team’s simulation run."
IN_CLASS = "You get this because somebody of your class asks you to play a simulation with them."


def called(user: User) -> str:
    """Somebody's name; who wrote none is not called after their email address."""
    return user.display_name or "Somebody at your table"


def _to_seat(seat: Seat, week: int, context: Context) -> Letter:
    run = seat.run
    own = {"name": seat.user.short_name, "title": run.version.title, "week": week}
    return Letter(
        to=seat.user.email,
        person=seat.user,
        about=seat,
        sequence=week,
        context=own | context,
    )


def _still_missing(seat: Seat, week: int) -> str | None:
    run = seat.run
    if run.status != RunState.PLAYING or run.next_week != week:
        return "The week was ended since."
    agreed = set(Ballot.objects.on_the_plan(run).values_list("user_id", flat=True))
    if seat.user_id in agreed or len(agreed) >= rights.needed(run.seats.count()):
        return "The table does not wait for this vote any more."
    return None


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=SEATED, still_true=_still_missing)
def vote_missing(seat: Seat) -> Letter:
    """The week waits for this person's vote; one letter a week of the game."""
    run = seat.run
    agreed = Ballot.objects.on_the_plan(run).count()
    seats = run.seats.count()
    context: Context = {
        "agreed": agreed,
        "seats": seats,
        "needed": rights.needed(seats),
        "url": url("courses:run", run.pk),
    }
    return _to_seat(seat, run.next_week, context)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=SEATED)
def team_run_finished(seat: Seat) -> Letter:
    """The run of the table is over: two questions wait, then the debrief."""
    run = seat.run
    return _to_seat(seat, run.week, {"url": url("courses:debrief", run.pk)})


def _still_asked(invitation: TeamInvitation, sequence: int) -> str | None:
    open_ones = TeamInvitation.objects.waiting().to_open_tables()
    return None if open_ones.contains(invitation) else "The invitation leads nowhere any more."


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=IN_CLASS, still_true=_still_asked)
def team_invitation(invitation: TeamInvitation) -> Letter:
    """Somebody of their class asks them to a table."""
    user, version = invitation.user, invitation.run.version
    context: Context = {
        "name": user.short_name,
        "asks": invitation.by.display_name or "Somebody of your class",
        "course": invitation.cohort.version.title,
        "title": version.title,
        "summary": version.summary,
        "url": url("courses:team_asked"),
    }
    return Letter(to=user.email, person=user, about=invitation, context=context)


def _still_away(absence: Absence, sequence: int) -> str | None:
    if absence.step == Step.SEAT and absence.back_at:
        return "They have taken their seat again."
    return None


def _to_absent(absence: Absence, name: str, *args: object) -> Letter:
    user = absence.user
    context: Context = {
        "name": user.short_name,
        "lead": called(absence.by),
        "title": absence.run.version.title,
        "part": absence.get_part_display(),
        "since": day(absence.silent_since, user.zone),
        "url": url(name, *args),
    }
    return Letter(to=user.email, person=user, about=absence, context=context)


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=SEATED, still_true=_still_away)
def seat_freed(absence: Absence) -> Letter:
    """The table went on without them; they may come back while it plays."""
    return _to_absent(absence, "courses:team_asked")


@letter(MailClass.TRANSACTIONAL, Topic.ENROLMENT, why=SEATED)
def lead_taken(absence: Absence) -> Letter:
    """Somebody else leads, because the lead was silent; the seat is theirs still."""
    return _to_absent(absence, "courses:run", absence.run_id)
