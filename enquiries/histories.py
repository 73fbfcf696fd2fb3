"""Everything that happened between a person and us, as one timeline."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse

from enquiries.models import (
    Call,
    Callback,
    CallbackStatus,
    CallStatus,
    Conversion,
    Direction,
    DoNotCall,
    Enquiry,
    Interaction,
    Kind,
    MergeRecord,
    Outcome,
    Person,
    Promise,
    Source,
    Status,
    StatusChange,
)
from enquiries.models.person import ContactPoint, PointKind
from institute import panels
from institute.accounts.models import User
from institute.mail.models import OutboundMessage
from institute.panels import HistoryRow, Whose
from institute.templatetags.moments import clock, short_day

A_PAGE = 30
CLOSED_LOOKS = {
    Status.CONVERTED: "done",
    Status.LOST: "closed",
    Status.SPAM: "closed",
    Status.DUPLICATE: "closed",
}
CALLBACK_LOOKS = {CallbackStatus.BOOKED: "now", CallbackStatus.DONE: "done"}
HAPPENED = {
    (Kind.CALL, Direction.IN): "They called",
    (Kind.CALL, Direction.OUT): "We called",
    (Kind.EMAIL, Direction.IN): "They wrote",
    (Kind.EMAIL, Direction.OUT): "We wrote",
}
# Two ways a call ended that ask for a look.
MISSED = {Outcome.MISSED: "late", Outcome.NO_ANSWER: "warn"}


@dataclass(frozen=True)
class Page:
    """Part of a timeline: its rows, how many there are of each kind, and where older ones begin."""

    rows: list[HistoryRow]
    kinds: list[tuple[str, str, int]]
    kind: str = ""
    older: str = ""
    total: int = 0


def timeline(whose: Whose, *, kind: str = "", before: dt.datetime | None = None) -> Page:
    """One page, newest first. Things of the same instant are never parted by its end."""
    rows = panels.history(whose)
    counts = Counter(row.kind for row in rows)
    kinds = [(key, label, counts[key]) for key, label in panels.HISTORY_KINDS.items()]
    wanted = [row for row in rows if kind in {"", row.kind} and (not before or row.at < before)]
    shown = wanted[:A_PAGE]
    shown += [row for row in wanted[A_PAGE:] if row.at == shown[-1].at]
    older = shown[-1].at.isoformat() if len(wanted) > len(shown) else ""
    return Page(shown, [each for each in kinds if each[2]], kind, older, len(rows))


def standing(person: Person) -> Person:
    """The person this record leads to, through every merge."""
    while person.merged_into:
        person = person.merged_into
    return person


def records_of(person: Person) -> list[int]:
    """The keys of the person and of every record merged into them."""
    found, fresh = [person.pk], [person.pk]
    while fresh:
        fresh = list(Person.objects.filter(merged_into__in=fresh).values_list("pk", flat=True))
        found += fresh
    return found


def whose_of(person: Person) -> Whose:
    """The person as each app may know them; an account with one of their addresses is theirs."""
    points = ContactPoint.objects.filter(person__in=records_of(person))
    pairs = list(points.values_list("kind", "normalised"))
    emails = frozenset(value for kind, value in pairs if kind == PointKind.EMAIL)
    user = person.account or User.objects.filter(email__in=emails).order_by("pk").first()
    return Whose(
        user=user,
        emails=emails | ({user.email.lower()} if user else frozenset()),
        phones=frozenset(value for kind, value in pairs if kind == PointKind.PHONE),
        contact=str(person.public_id),
    )


def history(whose: Whose) -> Iterator[HistoryRow]:
    """What enquiries know: questions, calls, notes, statuses, promises, call-backs, merges."""
    ours = _Ours(_records(whose), whose.phones)
    for part in (
        ours.enquiries,
        ours.interactions,
        ours.other_calls,
        ours.changes,
        ours.promises,
        ours.callbacks,
        ours.conversions,
        ours.merges,
        ours.stops,
    ):
        yield from part()


def _records(whose: Whose) -> list[int]:
    if whose.contact:
        return records_of(Person.objects.get(public_id=whose.contact))
    known = Q(account=whose.user) if whose.user else Q(pk=None)
    emails = Q(points__kind=PointKind.EMAIL, points__normalised__in=whose.emails)
    return list(Person.objects.filter(known | emails).values_list("pk", flat=True).distinct())


def _how_it_began(enquiry: Enquiry) -> str:
    """Who rang and reached nobody has asked nothing yet."""
    if enquiry.source == Source.MISSED_CALL:
        return f"A missed call to return ({enquiry.ref})"
    return f"Asked about {enquiry.about} ({enquiry.ref}, {enquiry.get_source_display().lower()})"


@dataclass(frozen=True)
class _Ours:
    """Rows of some records of one person; one query for each kind of thing."""

    people: list[int]
    phones: frozenset[str] = field(default_factory=frozenset)

    def enquiries(self) -> Iterator[HistoryRow]:
        asked = Enquiry.objects.filter(person__in=self.people).with_course()
        for one in asked.select_related("duplicate_of"):
            joined = f" {one.duplicate_of.ref}" if one.duplicate_of else ""
            yield HistoryRow(
                one.created_at,
                "enquiry",
                _how_it_began(one),
                text=one.question,
                url=one.get_absolute_url(),
                look=CLOSED_LOOKS.get(Status(one.status), "now"),
                state=one.get_status_display() + joined,
            )

    def interactions(self) -> Iterator[HistoryRow]:
        theirs = Q(person__in=self.people) | Q(enquiry__person__in=self.people)
        # Another question is told by its own enquiry.
        held = Interaction.objects.filter(theirs).exclude(kind=Kind.ENQUIRY).with_people()
        for one in held:
            yield _interaction(one)

    def other_calls(self) -> Iterator[HistoryRow]:
        """Calls nobody spoke in, calls under way, and calls from a number of theirs."""
        theirs = Q(person__in=self.people) | Q(person=None, number__in=self.phones)
        for call in Call.objects.filter(theirs, interaction=None).select_related("staff"):
            yield HistoryRow(
                call.started_at,
                "call",
                f"{call.get_direction_display()}: {call.number_shown or 'number withheld'}",
                text=call.notes,
                by=call.staff.name if call.staff else "",
                look=MISSED.get(Outcome(call.outcome), "done") if call.outcome else "now",
                state=call.get_outcome_display() or CallStatus(call.status).label,
            )

    def changes(self) -> Iterator[HistoryRow]:
        changes = StatusChange.objects.filter(enquiry__person__in=self.people)
        for one in changes.select_related("by", "enquiry"):
            yield HistoryRow(
                one.at,
                "enquiry",
                f"{one.enquiry.ref}: {one.get_was_display()} became {one.get_became_display()}",
                text=one.why,
                by=one.by.name if one.by else "",
                url=one.enquiry.get_absolute_url(),
            )

    def promises(self) -> Iterator[HistoryRow]:
        made = Promise.objects.filter(enquiry__person__in=self.people)
        for one in made.select_related("made_by", "enquiry"):
            look, state = promise_state(one)
            yield HistoryRow(
                one.made_at,
                "promise",
                f"Promised: {one.text}",
                by=one.made_by.name,
                url=one.enquiry.get_absolute_url(),
                look=look,
                state=state,
            )

    def callbacks(self) -> Iterator[HistoryRow]:
        booked = Callback.objects.filter(enquiry__person__in=self.people)
        for one in booked.select_related("staff"):
            at = one.during.lower
            yield HistoryRow(
                one.created_at,
                "call",
                f"Call-back for {short_day(at)}, {clock(at)} with {one.staff.name}",
                text=one.reason,
                look=CALLBACK_LOOKS.get(CallbackStatus(one.status), "closed"),
                state=one.get_status_display(),
            )

    def conversions(self) -> Iterator[HistoryRow]:
        became = Conversion.objects.filter(enquiry__person__in=self.people)
        for one in became.select_related("by", "enquiry"):
            yield HistoryRow(
                one.at,
                "enquiry",
                f"{one.enquiry.ref} became {one.get_kind_display().lower()}",
                by=one.by.name,
                url=one.opened_url,
                look="ms",
                state="Converted",
            )

    def merges(self) -> Iterator[HistoryRow]:
        made = MergeRecord.objects.filter(kept__in=self.people)
        for one in made.select_related("gone", "by", "undone_by"):
            yield HistoryRow(one.at, "record", f"Merged with {one.gone.name}", by=one.by.name)
            if one.undone_at and one.undone_by:
                title = f"Merge with {one.gone.name} undone"
                yield HistoryRow(one.undone_at, "record", title, by=one.undone_by.name)

    def stops(self) -> Iterator[HistoryRow]:
        for one in DoNotCall.objects.filter(number__in=self.phones).select_related("by"):
            title = f"Asked us not to call {one}"
            yield HistoryRow(one.at, "record", title, by=one.by.name if one.by else "")


def promise_state(promise: Promise) -> tuple[str, str]:
    """The shape and the words of where a promise stands."""
    by = f"{short_day(promise.due_at)}, {clock(promise.due_at)}"
    if promise.kept_at:
        on_time = promise.kept_in_time
        return ("done", "Kept on time") if on_time else ("warn", f"Kept late, due {by}")
    return ("late", f"Due {by}") if promise.is_overdue else ("now", f"By {by}")


def _interaction(one: Interaction) -> HistoryRow:
    kind = one.kind if one.kind in {Kind.CALL, Kind.EMAIL} else Kind.NOTE
    title = HAPPENED.get((Kind(one.kind), Direction(one.direction)), one.get_kind_display())
    by = one.staff.name if one.staff else ""
    if one.message:
        return _letter(one, one.message, by)
    outcome = one.call.outcome if one.call else ""
    return HistoryRow(
        one.at,
        kind,
        title,
        text=one.text,
        by=by,
        look=MISSED.get(Outcome(outcome), "done") if outcome else "",
        state=Outcome(outcome).label if outcome else "",
    )


def _letter(one: Interaction, message: OutboundMessage, by: str) -> HistoryRow:
    """A message that somebody here wrote: their words, and how far it got."""
    return HistoryRow(
        one.at,
        "email",
        f"We wrote: {message.subject or message.context.get('subject', message.kind_words)}",
        text=one.text,
        by=by,
        url=reverse("mail:message", args=[message.pk]),
        look=message.shape,
        state=message.get_status_display(),
        key=f"mail {message.pk}",
    )
