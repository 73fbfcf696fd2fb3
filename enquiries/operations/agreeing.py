"""What a call leaves behind: its place in the history, consent with its evidence, a message."""

from django.utils import timezone

from courses.models import CourseState
from enquiries import scripts
from enquiries.emails.desk import what_we_agreed
from enquiries.models import Call, CallDirection, Direction, Interaction, Kind, Outcome
from enquiries.operations.closing import Closing
from enquiries.operations.people import note_contact
from enquiries.operations.sending import address_of, send_syllabus
from enquiries.operations.working import Happened, keep_promise, record
from institute import mail
from institute.accounts.models import User
from institute.mail.consent import Basis, Topic
from institute.mail.operations import record_consent, switch_topic

NO_INQUIRY = (Outcome.WRONG_NUMBER, Outcome.RETURNED, Outcome.NO_ANSWER)
NOTHING_TO_WRITE = (Outcome.WRONG_NUMBER, Outcome.NO_ANSWER, Outcome.RETURNED)
CONSENT_WORDS = {
    True: "May write about courses: said yes.",
    False: "May write about courses: said no.",
}


def keep_history(call: Call, closing: Closing, by: User) -> Interaction | None:
    """Write the call into the history, and close the promises it keeps."""
    text = _told(call, closing)
    direction = Direction.OUT if call.direction == CallDirection.OUT else Direction.IN
    kept: Interaction | None = None
    if call.enquiry:
        kind = Kind.CALL if closing.spoke else Kind.NOTE
        happened = Happened(kind, direction, text, at=call.started_at, call=call)
        kept = record(enquiry=call.enquiry, happened=happened, by=by)
    elif call.person:
        kept = Interaction.objects.create(
            person=call.person,
            kind=Kind.CALL,
            direction=direction,
            text=text,
            at=call.started_at,
            staff=by,
            call=call,
        )
        note_contact(call.person)
    if kept:
        for promise in closing.kept:
            keep_promise(promise=promise, interaction=kept)
    return kept


def keep_consent(call: Call, closing: Closing, by: User) -> None:
    """Keep what they allowed, with the words they heard. A no holds from this moment."""
    address = _address(call, closing)
    if not address:
        return
    if call.enquiry and call.direction == CallDirection.IN and closing.outcome not in NO_INQUIRY:
        record_consent(
            address,
            Basis.INQUIRY,
            method="telephone call",
            obtained_at=call.started_at,
            enquiry=str(call.enquiry.public_id),
            call=str(call.public_id),
        )
    if closing.consent is True:
        _keep_a_yes(address, call, by)
    elif closing.consent is False:
        switch_topic(address, Topic.COURSE_NEWS, on=False)


def send_information(call: Call, closing: Closing, by: User) -> None:
    """The syllabus, when the call ended with information to be sent about a course."""
    enquiry = call.enquiry
    if closing.outcome != Outcome.INFO_SENT or enquiry is None or not address_of(enquiry):
        return
    if enquiry.course and enquiry.course.status == CourseState.PUBLISHED:
        send_syllabus(enquiry=enquiry, course=enquiry.course, by=by)


def write_to_them(call: Call, closing: Closing, by: User) -> None:
    """The message we announced at the end of the call; it carries the link that confirms a yes."""
    address = _address(call, closing)
    if not address or closing.outcome in NOTHING_TO_WRITE:
        return
    if closing.outcome == Outcome.NOT_INTERESTED and not (closing.promises or closing.consent):
        return
    mail.queue(what_we_agreed(call, to=address, by=by, said_yes=bool(closing.consent)))


def _keep_a_yes(address: str, call: Call, by: User) -> None:
    line = scripts.lines(consent=call.script_version)[scripts.CONSENT]
    record_consent(
        address,
        Basis.EXPRESS_PENDING,
        method="spoken at the desk",
        topic=Topic.COURSE_NEWS,
        script=line.evidence,
        words=line.words,
        staff=by.email,
        call=str(call.public_id),
        at=timezone.now().isoformat(),
    )


def _address(call: Call, closing: Closing) -> str:
    given = closing.email.strip().lower()
    return given or (call.person.email if call.person else "")


def _told(call: Call, closing: Closing) -> str:
    """The notes with the outcome and the answer about consent, as they will be read later."""
    parts = [closing.notes.strip(), f"{call.get_outcome_display()}."]
    if closing.consent is not None:
        parts.append(CONSENT_WORDS[closing.consent])
    return "\n".join(part for part in parts if part)
