"""Whom a learner may ask to a table by name: people of their classes whose name the class sees.

A class sees the name of who wrote in its discussions, and of who agreed to its leaderboard as the
name or alias they chose. Nobody else is listed, and nothing but the name is.
"""

from dataclasses import dataclass

from courses.models import BoardConsent, Cohort, DiscussionPost, Enrolment
from courses.teams.table import Team
from institute.accounts.models import User


@dataclass(frozen=True)
class Classmate:
    """Somebody as one class of theirs sees them; `place` is their enrolment in it."""

    place: int
    user: User
    cohort: Cohort
    shown_as: str


def of(reader: User) -> list[Classmate]:
    """Each person once, by name, whatever the number of classes they share."""
    mine = Enrolment.objects.learning().filter(student=reader).values_list("cohort", flat=True)
    places = Enrolment.objects.learning().filter(cohort__in=mine, student__is_active=True)
    others = places.exclude(student=reader).with_course().order_by("pk")
    named = _named(list(mine))
    found: dict[int, Classmate] = {}
    for place in others:
        name = named.get((place.cohort_id, place.student_id))
        if name and place.student_id not in found:
            found[place.student_id] = Classmate(place.pk, place.student, place.cohort, name)
    return sorted(found.values(), key=lambda mate: (mate.shown_as.casefold(), mate.place))


def to_ask(team: Team) -> list[Classmate]:
    """For the lead of a table that takes somebody: who neither sits there nor was asked."""
    if not (team.is_lead and team.is_open):
        return []
    known = {seat.user_id for seat in team.seats.values()}
    known |= set(team.run.invitations.values_list("user_id", flat=True))
    return [mate for mate in of(team.reader) if mate.user.pk not in known]


def one_of(reader: User, place: int) -> Classmate | None:
    """The classmate listed under that place; nobody for a place the reader is not shown."""
    return next((mate for mate in of(reader) if mate.place == place), None)


def _named(cohorts: list[int]) -> dict[tuple[int, int], str]:
    """Class and person -> the name it sees. Who wrote under their name goes by it, not an alias."""
    consents = BoardConsent.objects.standing().filter(cohort__in=cohorts)
    posts = DiscussionPost.objects.filter(cohort__in=cohorts, hidden_by__isnull=True)
    named = {(row.cohort_id, row.user_id): row.shown_as for row in consents}
    wrote = posts.order_by("author_id", "cohort_id").distinct("author_id", "cohort_id")
    for row in wrote.select_related("author"):
        if row.author.display_name:  # without one a name is made of their address
            named[row.cohort_id, row.author_id] = row.author.display_name
    return named
