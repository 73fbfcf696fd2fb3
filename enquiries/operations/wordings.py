"""Texts and lines of the script in versions: nothing is rewritten, a change is a new version."""

from django.db import IntegrityError, transaction

from enquiries import emails, scripts, wording
from enquiries.models import Enquiry, Purpose, Wording
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.mail.operations import Preview, draft, preview

LONGEST_TITLE, LONGEST_BODY, LONGEST_LINE = 200, 6000, 500


@transaction.atomic
def write_wording(*, key: str, title: str, body: str, based_on: int, by: User) -> Wording:
    """Keep a new version of a text. The same text again is the version there is.

    Raises RuleBroken for an unknown placeholder, for no words, and when somebody else wrote a
    version after the one this text is based on.
    """
    known = current(key)
    title, body = " ".join(title.split()), "\n".join(body.split("\r\n")).strip()
    if known.purpose == Purpose.SCRIPT:
        body = " ".join(body.split())
        refuse_line(key, body)
    else:
        refuse(title, body)
    if (known.title, known.body) == (title, body):
        return known
    if known.version != based_on:
        raise RuleBroken(_overtaken(known))
    fresh = Wording(
        key=key,
        version=known.version + 1,
        purpose=known.purpose,
        title=title,
        body=body,
        written_by=by,
    )
    try:
        with transaction.atomic():
            fresh.save(force_insert=True)
    except IntegrityError as error:  # somebody saved at the same moment
        raise RuleBroken(_overtaken(current(key))) from error
    return fresh


def current(key: str) -> Wording:
    """The version in use. Raises Wording.DoesNotExist for a key that is no text's."""
    versions = Wording.objects.filter(key=key).select_related("written_by")
    return versions.order_by("-version")[:1].get()


def use_version(*, key: str, version: int, by: User) -> Wording:
    """Take an older text up again, as a new version."""
    old = Wording.objects.get(key=key, version=version)
    now = current(key)
    return write_wording(key=key, title=old.title, body=old.body, based_on=now.version, by=by)


def refuse(title: str, body: str) -> None:
    """Raise RuleBroken for a text that cannot be sent."""
    if not title or not body:
        raise RuleBroken("Write a subject and a text.")
    if len(title) > LONGEST_TITLE or len(body) > LONGEST_BODY:
        raise RuleBroken(f"Keep it to {LONGEST_TITLE} characters above and {LONGEST_BODY} below.")
    problem = wording.problem_of(title) or wording.problem_of(body)
    if problem:
        raise RuleBroken(problem)


def refuse_line(key: str, words: str) -> None:
    """Raise RuleBroken for words that cannot be said at the desk."""
    if not words:
        raise RuleBroken("Write what is said.")
    if len(words) > LONGEST_LINE:
        raise RuleBroken(f"Keep it to {LONGEST_LINE} characters: it is said in one breath or two.")
    problem = wording.problem_of(words, scripts.BLANKS.get(key, {}))
    if problem:
        raise RuleBroken(problem)
    for blank in scripts.NEEDED.get(key, ()):
        if f"{{{blank}}}" not in words:
            raise RuleBroken(f"Say {{{blank}}} too: without it nothing is promised.")


def read_as(*, enquiry: Enquiry, title: str, body: str, key: str = "preview") -> Preview:
    """The whole letter, as the person of this enquiry would get it; nothing is queued.

    Raises RuleBroken for a text that cannot be sent.
    """
    title, body = " ".join(title.split()), body.strip()
    refuse(title, body)
    text = Wording(key=key, version=0, purpose=Purpose.EMAIL, title=title, body=body)
    return preview(draft(emails.follow_up(enquiry, text=text, number=0)))


def _overtaken(known: Wording) -> str:
    who = known.written_by.name if known.written_by else "Somebody"
    return f"{who} saved version {known.version} meanwhile. Read it below, then save yours again."
