"""The waiting list: who waits for which time, and the word that one has become free."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.events import announce_on_commit
from mentorship import diaries, events, fairness, slots
from mentorship.models import Mentor, Offer, SlotOffer, WaitlistEntry
from mentorship.operations.holding import busy_of
from mentorship.operations.interviews import next_interview_on
from mentorship.operations.locking import lock_diaries
from mentorship.slots import Diary, Span

MOST_WAITS = 5
FARTHEST = dt.timedelta(days=183)


class TimesAreFree(RuleBroken):
    """Nobody waits for what can be booked now; `times` are a few of them, with their mentors."""

    def __init__(self, times: "list[Time]") -> None:
        super().__init__(
            "There are free times between these dates.", instead="Book one of them now."
        )
        self.times = times


@dataclass(frozen=True)
class Time:
    """A free time of one mentor."""

    mentor: Mentor
    span: Span


@dataclass(frozen=True)
class Waiting:
    """What somebody waits for; without a mentor anybody will do. Dates are the student's."""

    offer: Offer
    earliest: dt.date
    latest: dt.date
    mentor: Mentor | None = None
    interview_on: dt.date | None = None


def offer_freed(*, mentor: Mentor) -> None:
    """Time of this mentor has become free: say so once the transaction has committed.

    The offer to somebody who waits is a transaction of its own. It needs the diary of another
    student, which must not be locked after rows of this booking are. Should the word be lost with
    the broker, the sweep that runs every minute finds the same free time.
    """
    announce_on_commit(events.time_freed, mentor_id=mentor.pk)


@transaction.atomic
def join(*, student: User, wish: Waiting) -> WaitlistEntry:
    """Wait for a time. Joining again keeps the place in line, and takes the new dates.

    Raises TimesAreFree where nobody needs to wait, RuleBroken where waiting leads nowhere.
    """
    lock_diaries(mentors=[], students=[student.pk])
    _refuse_hopeless(student, wish)
    mine = WaitlistEntry.objects.live().visible_to(student)
    known = mine.filter(offer=wish.offer, mentor=wish.mentor).first()
    entry = known or WaitlistEntry(
        student=student, offer=wish.offer, mentor=wish.mentor, is_demo=student.is_demo
    )
    entry.earliest, entry.latest = wish.earliest, wish.latest
    entry.interview_on = wish.interview_on or next_interview_on(student)
    if known is None:
        _refuse_needless(entry, mine.count())
    entry.save()
    return entry


def mentors_for(entry: WaitlistEntry) -> list[Mentor]:
    """Who could give what the entry waits for."""
    giving = Mentor.objects.public().filter(offers=entry.offer_id).select_related("user")
    if entry.mentor_id:
        one = giving.filter(pk=entry.mentor_id)
        return [mentor for mentor in one if mentor.takes(entry.student)]
    return list(giving.filter(accepting=True).exclude(user=entry.student_id))


def times_for(
    entry: WaitlistEntry, mentors: Iterable[Mentor], open_diaries: dict[int, Diary]
) -> list[Time]:
    """Free times the entry waits for, the fairest to both first; none that were refused before."""
    window, now = Span(*entry.span()), timezone.now()
    busy, refused = busy_of(entry.student), _refused(entry.student)
    terms, yours = diaries.terms_of(entry.offer), fairness.usual(entry.student.zone)
    found: list[tuple[fairness.Ranked, Mentor]] = []
    for mentor in mentors:
        free = slots.find(open_diaries[mentor.pk], terms, window=window, now=now, busy=busy).free
        wanted = [span for span in free if not any(map(span.overlaps, refused))]
        hours = fairness.Hours(mentor.comfortable_from, mentor.comfortable_to, mentor.zone)
        found += [(each, mentor) for each in fairness.ranked(wanted, hours, yours)]
    found.sort(key=lambda pair: (_strain(pair[0]), pair[0].span.start))
    return [Time(mentor, each.span) for each, mentor in found]


def _strain(each: fairness.Ranked) -> int:
    return max(each.mentor.minutes, each.you.minutes)


def _refused(student: User) -> list[Span]:
    """Times this student was offered before and did not take."""
    past = SlotOffer.objects.refused().of_student(student)
    times = past.values_list("booking__during", flat=True)
    return [Span(during.lower, during.upper) for during in times]


def _refuse_needless(entry: WaitlistEntry, others: int) -> None:
    if others >= MOST_WAITS:
        raise RuleBroken(
            f"You wait for {MOST_WAITS} things already.", instead="Leave one of the lists first."
        )
    mentors = mentors_for(entry)
    free = times_for(entry, mentors, diaries.load(mentors, Span(*entry.span())))
    if free:
        raise TimesAreFree(free[:3])


def _refuse_hopeless(student: User, wish: Waiting) -> None:
    """Raise RuleBroken where no time could ever be offered."""
    today = timezone.now().astimezone(student.zone).date()
    if not wish.offer.has_a_time:
        raise RuleBroken("A CV review needs no time. Send the file instead.")
    if wish.mentor and wish.mentor.user_id == student.pk:
        raise RuleBroken("Nobody books a session with themselves.")
    if wish.mentor and not wish.mentor.offers.filter(pk=wish.offer.pk).exists():
        raise RuleBroken(f"{wish.mentor} does not offer this.", instead="Wait for any mentor.")
    if wish.latest < max(today, wish.earliest):
        raise RuleBroken("The last date has passed, or lies before the first.")
    if wish.latest > today + FARTHEST:
        raise RuleBroken("Choose a last date within the next six months.")
