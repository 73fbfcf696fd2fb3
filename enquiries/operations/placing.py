"""Whose call it was, which enquiry it belongs to, and what that enquiry does next."""

from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from enquiries import hours
from enquiries.contact_points import ContactPoints, shown
from enquiries.histories import standing
from enquiries.models import (
    OPEN,
    Call,
    CallbackStatus,
    CallDirection,
    Enquiry,
    LostReason,
    NextAction,
    Outcome,
    Person,
    PointKind,
    Queue,
    Reason,
    Source,
    Topic,
)
from enquiries.operations import callbacks, trying, working
from enquiries.operations.closing import Closing
from enquiries.operations.people import (
    Caller,
    add_contact_point,
    hold_contact_points,
    identify,
)
from enquiries.operations.working import Next
from enquiries.outcomes import ENDINGS, next_step
from institute.accounts.models import User
from institute.moves import locked

TOPICS = {
    Reason.COURSE: Topic.COURSE,
    Reason.CERTIFICATION: Topic.CERTIFICATION,
    Reason.MENTORSHIP: Topic.MENTORSHIP,
    Reason.STUDENT: Topic.STUDENT,
    Reason.OTHER: Topic.OTHER,
}
NEVER_WROTE = (Source.MISSED_CALL, Source.PHONE, Source.IMPORT)


def person_of(call: Call, closing: Closing, reach: ContactPoints) -> Person | None:
    """Whom we spoke with: the one chosen, the one known by these contact points, or a new one."""
    chosen = closing.person or call.person
    if chosen:
        return _with_ways_to_reach(_held(chosen, reach), reach, closing)
    if not reach or closing.outcome == Outcome.WRONG_NUMBER:
        return None
    known = list(Person.objects.reached_at(reach.email, reach.phone)[:2])
    if not closing.name.strip() and len(known) == 1:
        return _with_ways_to_reach(_held(known[0], reach), reach, closing)
    name = closing.name.strip() or _name_of_a_stranger(reach)
    return identify(Caller(name, reach, zone=closing.zone, extension=closing.extension))


def enquiry_of(call: Call, closing: Closing, by: User) -> Enquiry | None:
    """The enquiry this call belongs to: the open one, else a new one where something is owed."""
    held = _hold_all(call)
    mine = held.get(call.enquiry_id or 0)
    taken = mine if mine and mine.is_open else _open_one(call)
    if taken:
        return _claimed(_reachable(taken, call, closing), call, by)
    if closing.outcome in (Outcome.WRONG_NUMBER, Outcome.RETURNED) and not closing.promises:
        return None
    if mine and mine.can("reopen") and ENDINGS[closing.outcome].stays_open:
        step = Next(hours.after(timezone.now(), hours.A_BUSINESS_DAY))
        return working.reopen(enquiry=mine, by=by, next_=step, why="They were called.")
    return _new(call, closing, by)


def _hold_all(call: Call) -> dict[int, Enquiry]:
    """Every enquiry this call may come to, by key; locked from the oldest up, as everybody does."""
    theirs = Q(pk=call.enquiry_id)
    open_ones = Q(person=call.person) if call.person else Q()
    if call.number:
        open_ones |= Q(person=None, phone=call.number)
        open_ones |= Q(source=Source.MISSED_CALL, phone=call.number)
    if open_ones:
        theirs |= open_ones & Q(status__in=OPEN)
    rows = Enquiry.objects.select_for_update(of=("self",)).filter(theirs)
    return {row.pk: row for row in rows.order_by("pk")}


def settle(call: Call, closing: Closing, enquiry: Enquiry, by: User) -> Enquiry:
    """Move the enquiry as the outcome says, with its next action and whoever takes it."""
    _end_call_backs(call, closing, enquiry)
    enquiry = locked(enquiry)
    match closing.outcome:
        case Outcome.RETURNED:
            return enquiry
        case Outcome.WRONG_NUMBER:
            return _wrong_number(enquiry, by)
        case Outcome.NOT_INTERESTED:
            return working.lose(enquiry=enquiry, reason=closing.lost_reason, by=by)
        case Outcome.CALLBACK if closing.when:
            booked = callbacks.book(enquiry=enquiry, at=closing.when, by=by, staff=closing.owner)
            return _handed_over(closing, locked(booked.enquiry), by)
    return _carry_on(closing, enquiry, by)


def _end_call_backs(call: Call, closing: Closing, enquiry: Enquiry) -> None:
    """A call-back is over once we tried it; when they ring first, nobody needs to call."""
    if call.direction == CallDirection.OUT:
        reason = "Made." if closing.spoke else trying.NO_ANSWER
    else:
        reason = "They rang first."
    theirs = Q(pk=enquiry.pk) | Q(person=call.person) if call.person else Q(pk=enquiry.pk)
    booked = Enquiry.objects.filter(theirs, callbacks__status=CallbackStatus.BOOKED)
    for one in booked.select_related(None).order_by("pk"):
        held = one.callbacks.filter(status=CallbackStatus.BOOKED).get()
        if reason == "Made.":
            callbacks.finish(callback=held)
        else:
            callbacks.cancel_for(enquiry=one, reason=reason)


def _held(person: Person, reach: ContactPoints) -> Person:
    """The person as they stand now; until this call is kept nobody else decides about them."""
    points = person.points.values_list("normalised", flat=True)
    hold_contact_points(reach, *(ContactPoints(email=point) for point in points))
    return standing(Person.objects.get(pk=person.pk))


def _with_ways_to_reach(person: Person, reach: ContactPoints, closing: Closing) -> Person:
    """Staff may add to a person they chose what the caller says; the public never may."""
    if reach.email:
        add_contact_point(person=person, kind=PointKind.EMAIL, normalised=reach.email)
    if reach.phone and closing.outcome != Outcome.WRONG_NUMBER:
        add_contact_point(
            person=person,
            kind=PointKind.PHONE,
            normalised=reach.phone,
            extension=closing.extension,
        )
    return person


def _name_of_a_stranger(reach: ContactPoints) -> str:
    return f"Caller on {shown(reach.phone)}" if reach.phone else reach.email


def _open_one(call: Call) -> Enquiry | None:
    """Their oldest live enquiry, or the one a missed call from this number left; locked."""
    mine = Q(person=call.person) if call.person else Q()
    if call.number:
        mine |= Q(person=None, phone=call.number)
    if not mine:
        return None
    live = Enquiry.objects.select_for_update(of=("self",)).live().filter(mine)
    return live.order_by("pk").first()


def _reachable(enquiry: Enquiry, call: Call, closing: Closing) -> Enquiry:
    """A number or an address that was missing is there now; what was given stays as it was."""
    enquiry.email = enquiry.email or closing.email.strip().lower()
    enquiry.phone = enquiry.phone or call.number
    enquiry.course = enquiry.course or closing.course
    enquiry.save(update_fields=["email", "phone", "course"])
    return enquiry


def _claimed(enquiry: Enquiry, call: Call, by: User) -> Enquiry:
    """An enquiry nobody was known for is theirs now, and so are missed calls of this number."""
    if call.person and enquiry.person_id is None:
        enquiry.person, enquiry.name = call.person, call.person.name
        enquiry.save(update_fields=["person", "name"])
    if call.number:
        missed = Enquiry.objects.live().filter(source=Source.MISSED_CALL, phone=call.number)
        for other in missed.exclude(pk=enquiry.pk).order_by("pk"):
            working.join(enquiry=other, to=enquiry, by=by, why="The missed call was returned.")
    return enquiry


def _new(call: Call, closing: Closing, by: User) -> Enquiry:
    person = call.person
    respond_by = hours.after(call.started_at, hours.A_BUSINESS_DAY)
    return Enquiry.objects.create(
        person=person,
        source=Source.PHONE,
        owner=by,
        queue="",
        next_action=NextAction.CALL,
        next_action_at=respond_by,
        respond_by=respond_by,
        name=person.name if person else "Anonymous caller",
        contact=closing.number or call.number or closing.email,
        email=closing.email.strip().lower() or (person.email if person else ""),
        phone=call.number or (person.phone if person else ""),
        course=closing.course,
        topic=TOPICS.get(Reason(closing.reason), Topic.OTHER) if closing.reason else Topic.OTHER,
        question=closing.notes,
        zone=closing.zone,
        submission_key=f"call-{call.public_id}",
        snapshot={"call": str(call.public_id)},
        is_demo=call.is_demo,
    )


def _wrong_number(enquiry: Enquiry, by: User) -> Enquiry:
    """It reaches nobody: we write where we can, and otherwise there is nobody to answer."""
    if enquiry.email and enquiry.source not in NEVER_WROTE:
        at = hours.after(timezone.now(), hours.A_BUSINESS_DAY)
        return working.plan_next(enquiry=enquiry, next_=Next(at, NextAction.WRITE))
    why = "A wrong number or spam."
    return working.move_enquiry(enquiry=enquiry, act="mark_spam", by=by, why=why)


def _carry_on(closing: Closing, enquiry: Enquiry, by: User) -> Enquiry:
    next_ = _next(closing, enquiry)
    if next_ is None:
        why = "No answer after four tries."
        return working.lose(enquiry=enquiry, reason=LostReason.SILENT, by=by, why=why)
    act = ENDINGS[closing.outcome].act
    if enquiry.can(act):
        enquiry = working.move_enquiry(enquiry=enquiry, act=act, by=by, next_=next_)
    else:
        enquiry = working.plan_next(enquiry=enquiry, next_=next_)
    return _handed_over(closing, enquiry, by)


def _next(closing: Closing, enquiry: Enquiry) -> Next | None:
    """What the desk chose, over what the outcome leads to by itself."""
    zone = ZoneInfo(closing.zone)
    step = next_step(closing.outcome, trying.moment_of(enquiry, zone))
    if closing.when:
        action = closing.action or (step.action if step else NextAction.CALL)
        return Next(closing.when, action)
    return Next(step.at, closing.action or step.action) if step else None


def _handed_over(closing: Closing, enquiry: Enquiry, by: User) -> Enquiry:
    """To whoever was named; what nobody owns is owned by the person who talked."""
    if closing.queue in Queue.values:
        return working.assign(enquiry=enquiry, to=None, queue=closing.queue)
    if closing.owner or enquiry.owner_id is None:
        return working.assign(enquiry=enquiry, to=closing.owner or by)
    return enquiry
