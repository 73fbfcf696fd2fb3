"""What staff may do with an enquiry from its page: each form calls one operation."""

from collections.abc import Callable

from enquiries.forms.answering import (
    AssignForm,
    EvidenceForm,
    JoinForm,
    KeepForm,
    LoseForm,
    MoveForm,
    NextForm,
    PromiseForm,
    ReopenForm,
)
from enquiries.models import Direction, Enquiry, Interaction, Kind, Promise
from enquiries.operations import answering, quarantine, working
from enquiries.operations.working import Happened
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.models import OutboundMessage

Evidence = Interaction | OutboundMessage


def keep(enquiry: Enquiry, form: KeepForm, by: User) -> str:
    kept = answering.keep(enquiry=enquiry, happened=form.happened(), by=by)
    if kept.direction == Direction.IN and kept.kind == Kind.EMAIL:
        return "Kept. They wrote back, so nothing follows by itself any more."
    return "Kept."


def plan(enquiry: Enquiry, form: NextForm, by: User) -> str:
    working.plan_next(enquiry=enquiry, next_=form.next_step())
    return "The next step is planned."


def promise(enquiry: Enquiry, form: PromiseForm, by: User) -> str:
    given = form.cleaned_data
    answering.promise_once(enquiry=enquiry, text=given["text"], due_at=given["at"], by=by)
    return "Promised. It stays open until there is evidence that it was kept."


def prove(enquiry: Enquiry, form: EvidenceForm, by: User) -> str:
    """Close a promise on what was chosen, else on a note of what was done."""
    given = form.cleaned_data
    made = Promise.objects.get(pk=given["promise"])
    evidence = _evidence(given["done"]) if given["done"] else None
    if evidence is None:
        happened = Happened(Kind.NOTE, text=given["text"])
        evidence = answering.keep(enquiry=enquiry, happened=happened, by=by)
    if answering.close_promise(made=made, evidence=evidence):
        return "Kept, with its evidence."
    return "The message has not left us yet. The promise closes when it does."


def _evidence(chosen: str) -> Evidence:
    kind, _, key = chosen.partition("-")
    models: dict[str, type[Interaction] | type[OutboundMessage]] = {
        "said": Interaction,
        "mail": OutboundMessage,
    }
    if kind in models and key.isascii() and key.isdigit():
        found = models[kind]._base_manager.filter(pk=min(int(key), 2**62)).first()  # noqa: SLF001
        if found:
            return found
    raise RuleBroken("Choose something from the list.")


def move(enquiry: Enquiry, form: MoveForm, by: User) -> str:
    given = form.cleaned_data
    moved = working.move_enquiry(enquiry=enquiry, act=given["to"], by=by, why=given["why"])
    return f"{moved.ref}: {moved.status_words}."


def lose(enquiry: Enquiry, form: LoseForm, by: User) -> str:
    given = form.cleaned_data
    working.lose(enquiry=enquiry, reason=given["reason"], by=by, why=given["why"])
    return "Closed as lost. It can be reopened."


def reopen(enquiry: Enquiry, form: ReopenForm, by: User) -> str:
    again = quarantine.reopen(enquiry=enquiry, by=by, next_=form.next_step())
    if again.duplicate_of:
        return f"Joined to {again.duplicate_of.ref}, which is open. Work goes on there."
    return "Open again."


def join(enquiry: Enquiry, form: JoinForm, by: User) -> str:
    to = Enquiry.objects.get(pk=form.cleaned_data["to"])
    working.join(enquiry=enquiry, to=to, by=by)
    return f"Joined to {to.ref}. Work goes on there."


def assign(enquiry: Enquiry, form: AssignForm, by: User) -> str:
    chosen = form.cleaned_data["to"]
    to = form.people.get(chosen)
    working.assign(enquiry=enquiry, to=to, queue="" if to else chosen)
    return f"{to.name} takes it." if to else "It waits in the queue."


ACTS: "dict[str, Callable[..., str]]" = {
    "keep": keep,
    "next": plan,
    "promise": promise,
    "evidence": prove,
    "move": move,
    "lose": lose,
    "reopen": reopen,
    "join": join,
    "assign": assign,
}
