"""Writing, signing and replacing credentials."""

import datetime as dt
import hashlib
import json
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from certification.badges import documents, integrity, tokens
from certification.badges.canonical import Document
from certification.emails import credentials as letters
from certification.models import Certification, Credential, Standing, StatusEntry
from certification.operations import log, signing_keys, status_lists
from certification.verification.issuers import achievement, issuer
from institute import mail
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

EARLIEST = dt.timedelta(hours=14)  # how far the first zone is ahead of UTC
NOT_ANY_MORE = (Standing.WITHDRAWN, Standing.SUPERSEDED)


@transaction.atomic
def issue(
    *, certification: Certification, by: User | None = None, at: dt.datetime | None = None
) -> Credential:
    """The document about a certification as it stands. What already says the same is returned.

    Another name, another period or another version of the scheme makes a new revision of the same
    badge, and the old one is superseded. `at` dates a document of the past (demo data).
    """
    certification = locked(certification)
    if certification.status in NOT_ANY_MORE:
        raise RuleBroken(f"No document is issued: it is {certification.status_words}.")
    last = certification.credentials.order_by("-revision").first()
    if last and _says(last) == _would_say(certification):
        return last
    made = _written(certification, last, at or timezone.now())
    log.record(
        act="credential.issued",
        subject=made,
        actor=by,
        certification=certification.number,
        revision=made.revision,
        sha256=made.sha256,
    )
    if at is None:
        mail.queue(letters.credential_issued(made))
    return made


def _says(credential: Credential) -> tuple[str, dt.datetime, str]:
    return credential.name, credential.valid_until, str(credential.achievement["id"])


def _would_say(certification: Certification) -> tuple[str, dt.datetime, str]:
    return (
        certification.holder.name_on_documents,
        midnight(certification.until),
        achievement(certification.scheme_version).id,
    )


def midnight(day: dt.date) -> dt.datetime:
    """The first instant of a day in the Institute's zone."""
    return dt.datetime.combine(day, dt.time(), ZoneInfo(settings.INSTITUTE_ZONE))


def _written(certification: Certification, last: Credential | None, at: dt.datetime) -> Credential:
    """The next revision, signed both ways. `valid_from` rises, so the newer one wins anywhere."""
    keys, proof_row, token_row = signing_keys.in_use()
    at = at.replace(microsecond=0)
    begins = _beginning(certification, at)
    if last:
        begins = max(begins, last.valid_from + dt.timedelta(seconds=1))
    made = Credential(
        certification=certification,
        revision=last.revision + 1 if last else 1,
        name=certification.holder.name_on_documents,
        issued_at=at,
        valid_from=begins,
        valid_until=midnight(certification.until),
        proof_key=proof_row,
        token_key=token_row,
    )
    if made.valid_from >= made.valid_until:
        raise RuleBroken("No document is issued: the certification has run out.")
    if last:
        made.badge_urn, made.subject_urn = last.badge_urn, last.subject_urn
    made.entry = status_lists.take_place()
    unsigned = _unsigned(made, made.entry)
    method = f"{issuer().id}#{proof_row.kid}"
    # The proof is made while the key is in use, whatever moment the document speaks of.
    created = max(timezone.now(), proof_row.not_before)
    made.achievement = unsigned["credentialSubject"]["achievement"]
    made.document = as_text(integrity.signed(unsigned, keys.proof, method=method, created=created))
    made.token = tokens.token(unsigned, keys.token, token_row.kid)
    made.sha256 = hashlib.sha256(made.document.encode()).hexdigest()
    made.save(force_insert=True)
    return made


def _beginning(certification: Certification, at: dt.datetime) -> dt.datetime:
    """Now, once the first day has begun anywhere on earth; before that, its first instant here."""
    first: dt.date = certification.period.lower
    has_begun = first <= (at.astimezone(dt.UTC) + EARLIEST).date()
    return at if has_begun else midnight(first)


def as_text(document: Document) -> str:
    """The document as it is handed out."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _unsigned(made: Credential, entry: StatusEntry) -> Document:
    certification = made.certification
    award = documents.Award(
        urn=made.badge_urn.urn,
        subject=made.subject_urn.urn,
        name=made.name,
        email=certification.holder.email,
        number=certification.number,
        awarded=midnight(certification.awarded_on),
        valid_from=made.valid_from,
        valid_until=made.valid_until,
        status_list=status_lists.address(entry.list),
        status_index=entry.index,
    )
    return documents.credential(award, achievement(certification.scheme_version), issuer())
