"""Which mentor suits: ranked by what was asked for, with the reasons in words and free times.

Seven queries, however many mentors: the mentors with what they do, and their diaries.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils import timezone

from courses.models import Competency
from institute.accounts.models import User
from institute.templatetags.moments import short_day
from mentorship import diaries
from mentorship.clocks import WEEK, Span, wall
from mentorship.fairness import Hours, Ranked, Strain, Verdict, ranked, usual
from mentorship.models import Mentor, Offer

AHEAD = dt.timedelta(weeks=3)
TIMES = 3
SHOWN = 2  # topics named in a reason


class Aim(StrEnum):
    """What a student wants to get done."""

    FIRST = "first"
    SENIOR = "senior"
    TROUBLE = "trouble"
    INTERVIEW = "interview"


AIMS = {
    Aim.FIRST: "My first TPM role",
    Aim.SENIOR: "From senior to staff",
    Aim.TROUBLE: "A program in trouble",
    Aim.INTERVIEW: "An interview on a date",
}
# Parts of what mentors say they are asked about, in small letters.
SAID = {
    Aim.FIRST: ("first program role", "first tpm role", "career change", "moving into"),
    Aim.SENIOR: ("senior to staff", "promotion", "influence across"),
    Aim.TROUBLE: ("recovery", "incident", "regulat", "rollback", "cutover", "one date"),
    Aim.INTERVIEW: ("interview",),
}


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. Everything but the offer may be left open."""

    offer: Offer
    zone: ZoneInfo
    aim: Aim | None = None
    competency: Competency | None = None
    language: str = ""
    on: dt.date | None = None  # the interview; times after it help nobody
    student: User | None = None


@dataclass(frozen=True)
class Time:
    """A free time to choose, and what it asks of both."""

    judged: Ranked
    zone: ZoneInfo

    @property
    def words(self) -> str:
        """ "Mon 23 Nov, 12:00", on the reader's clock."""
        local = wall(self.start, self.zone)
        return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"

    @property
    def start(self) -> dt.datetime:
        return self.judged.span.start

    @property
    def key(self) -> str:
        """The instant as the mentor's page reads it."""
        return f"{self.start.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"

    @property
    def hard_for_you(self) -> str:
        """ "Early", "Late", or nothing."""
        return _hard(self.judged.you, self.judged.verdict == Verdict.HARD_FOR_YOU)

    @property
    def hard_for_mentor(self) -> str:
        return _hard(self.judged.mentor, self.judged.verdict == Verdict.HARD_FOR_MENTOR)


@dataclass(frozen=True)
class Match:
    """A mentor, why they suit, what does not, and when they are free next."""

    mentor: Mentor
    reasons: tuple[str, ...]
    misses: tuple[str, ...]
    times: tuple[Time, ...]
    openings: int  # sessions that would fit into the next seven days
    fit: int  # wishes met less wishes missed; of the aim, each topic counts

    @property
    def rank(self) -> tuple[int, int, dt.datetime, int]:
        """The most that fits first, then the soonest."""
        first = self.times[0].start if self.times else dt.datetime.max.replace(tzinfo=dt.UTC)
        return -self.fit, not self.times, first, self.mentor.position


def all_mentors() -> list[Mentor]:
    """Everybody one may be matched with, with what they do: three queries."""
    everybody = Mentor.objects.public().with_person().prefetch_related("offers")
    return [one for one in everybody if one.accepting]


def languages_of(mentors: Iterable[Mentor]) -> list[str]:
    return sorted({language for one in mentors for language in one.languages})


def competencies_of(mentors: Iterable[Mentor]) -> list[Competency]:
    """What somebody among them is able in."""
    known = {each.pk: each for one in mentors for each in one.competencies.all()}
    return sorted(known.values(), key=lambda one: one.position)


def matches(mentors: Sequence[Mentor], asked: Asked) -> list[Match]:
    """Who gives this and speaks the language, the best first: four queries."""
    fitting = [one for one in mentors if _gives(one, asked.offer) and _speaks(one, asked.language)]
    now = timezone.now()
    window = Span(now, _until(asked, now))
    found = diaries.free_for(fitting, asked.offer, window, now, asked.student)
    made = (_match(one, found[one.pk].free, asked, now) for one in fitting)
    return sorted(made, key=lambda match: match.rank)


def _until(asked: Asked, now: dt.datetime) -> dt.datetime:
    """Three weeks on, or the morning of the interview."""
    if asked.on is None:
        return now + AHEAD
    morning = dt.datetime.combine(asked.on, dt.time(), asked.zone).astimezone(dt.UTC)
    horizon = now + dt.timedelta(days=asked.offer.horizon_days)
    return max(now, min(morning, horizon))


def _match(mentor: Mentor, free: Sequence[Span], asked: Asked, now: dt.datetime) -> Match:
    theirs = Hours(mentor.comfortable_from, mentor.comfortable_to, mentor.zone)
    judged = ranked(free, theirs, usual(asked.zone))
    fair = sorted((one for one in judged if one.verdict == Verdict.FAIR), key=_start)
    times = _spread(fair, asked.zone) or sorted(_apart(judged)[:TIMES], key=_start)
    reasons, misses = _said(mentor, asked)
    if fair:
        reasons.append("Hours that suit you both")
    elif times:
        misses.append("Only at hours that are hard for one of you")
    else:
        misses.append(_nothing_free(asked))
    soon = _apart([one for one in sorted(judged, key=_start) if _start(one) < now + WEEK])
    topics = _topics(mentor, asked.aim)[:SHOWN]
    fit = len(reasons) - len(misses) + max(0, len(topics) - 1)
    shown = tuple(Time(one, asked.zone) for one in times)
    return Match(mentor, tuple(reasons), tuple(misses), shown, len(soon), fit)


def _said(mentor: Mentor, asked: Asked) -> tuple[list[str], list[str]]:
    """What of the wishes this mentor meets, and what not."""
    reasons: list[str] = []
    misses: list[str] = []
    topics = _topics(mentor, asked.aim)
    if topics:
        reasons.append(f"Asked about {_listed(topics)}")
    if asked.competency:
        able = any(one.pk == asked.competency.pk for one in mentor.competencies.all())
        name = asked.competency.name.lower()
        (reasons if able else misses).append(f"Able in {name}" if able else f"Not named for {name}")
    if asked.language:
        reasons.append(f"Speaks {asked.language}")
    return reasons, misses


def _topics(mentor: Mentor, aim: Aim | None) -> list[str]:
    """What of the aim they are asked about, in the mentor's words."""
    said = SAID[aim] if aim else ()
    return [one for one in mentor.helps_with if any(part in one.lower() for part in said)]


def _listed(topics: Sequence[str]) -> str:
    """ "recovery plans and cutover weekends", as inside a sentence."""
    small = [
        topic if topic[:2].isupper() else topic[0].lower() + topic[1:] for topic in topics[:SHOWN]
    ]
    return " and ".join(small)


def _hard(strain: Strain, is_hard: bool) -> str:
    return ("Early" if strain.early else "Late") if is_hard else ""


def _nothing_free(asked: Asked) -> str:
    if asked.on:
        return f"Nothing free before {short_day(asked.on)}"
    return "Nothing free in the next three weeks"


def _spread(fair: Sequence[Ranked], zone: ZoneInfo) -> list[Ranked]:
    """The first time of each of the next days with one; more of a day where days are few."""
    days = [
        list(times) for _, times in groupby(fair, key=lambda one: wall(_start(one), zone).date())
    ]
    firsts = [day[0] for day in days[:TIMES]]
    more = _apart([*firsts, *(one for day in days for one in day[1:])])
    return sorted(more[:TIMES], key=_start)


def _apart(judged: Iterable[Ranked]) -> list[Ranked]:
    """Those that do not overlap one taken before them."""
    taken: list[Ranked] = []
    for one in judged:
        if not any(one.span.overlaps(other.span) for other in taken):
            taken.append(one)
    return taken


def _start(one: Ranked) -> dt.datetime:
    return one.span.start


def _gives(mentor: Mentor, offer: Offer) -> bool:
    return any(one.pk == offer.pk for one in mentor.offers.all())


def _speaks(mentor: Mentor, language: str) -> bool:
    return not language or language in mentor.languages
