"""Checking what somebody holds in their hands: a number, or a file."""

import datetime as dt
import json
import uuid
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from certification.badges import baking
from certification.badges.canonical import Document
from certification.badges.verifying import Finding, Verdict, examine, examine_token
from certification.credentials import reading
from certification.models import Credential
from certification.verification.keys import trust
from certification.verification.verdicts import verdict
from institute.errors import RuleBroken

MOST = 2 * 1024 * 1024
KINDS = (
    "Send the certificate as PDF, the badge as PNG, or the credential as JSON or JWT, up to 2 MB."
)


@dataclass(frozen=True)
class Checked:
    """What was found out about a file. `credential` is our own record, when there is one."""

    verdict: Verdict
    kind: str
    credential: Credential | None = None
    document: Document = field(default_factory=dict)


def check_file(content: bytes) -> Checked:
    """What a file is worth now. Told by its content, never by its name.

    Raises RuleBroken for a file that is no credential and carries none.
    """
    if len(content) > MOST:
        raise RuleBroken(f"The file is larger than 2 MB. {KINDS}")
    kind, text = _carried(content)
    finding = _examined(text)
    if not finding.is_genuine:
        return Checked(finding.verdict, kind)
    credential = _record(finding.document)
    if credential is None:
        return Checked(Verdict.NOT_OURS, kind)
    newest = newest_revision(credential)
    return Checked(verdict(credential, newest), kind, credential, finding.document)


def newest_revision(credential: Credential) -> int:
    """The latest revision of the same certification."""
    others = Credential.objects.filter(certification=credential.certification_id)
    newest: int = others.aggregate(newest=Max("revision"))["newest"]
    return newest


def _carried(content: bytes) -> tuple[str, str]:
    """The kind of a file and the credential in it."""
    if content.startswith(b"%PDF"):
        return "PDF", _attached(content)
    if content.startswith(baking.SIGNATURE):
        return "PNG", _baked(content)
    try:
        text = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise RuleBroken(f"This file is none of ours. {KINDS}") from error
    if text.startswith("{"):
        return "JSON", text
    if text.startswith("ey") and text.count(".") == 2:
        return "JWT", text
    raise RuleBroken(f"This file carries no credential. {KINDS}")


def _attached(content: bytes) -> str:
    """The credential a PDF carries."""
    try:
        found = reading.attached(content)
    except reading.UnreadableError as error:
        raise RuleBroken(f"This PDF cannot be read. {KINDS}") from error
    if len(found) != 1:
        raise RuleBroken(
            "This PDF carries no credential, as a scan or a printout would. Type in the number"
            " that is printed on it."
        )
    return found[0].decode("utf-8", "replace")


def _baked(content: bytes) -> str:
    try:
        found = baking.carried(content)
    except baking.NotAPicture as error:
        raise RuleBroken(f"This picture is damaged. {KINDS}") from error
    if not found:
        raise RuleBroken(
            "This picture carries no credential: some programs drop it when they save. Ask for the"
            " original, or type in the certificate number."
        )
    return found


def _examined(text: str) -> Finding:
    now = timezone.now()
    if not text.startswith("{"):
        return examine_token(text, trust(), now)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return Finding(Verdict.ALTERED)
    return examine(document, trust(), now)


def _record(document: Document) -> Credential | None:
    """Our own record of exactly this document."""
    try:
        urn = uuid.UUID(str(document["id"]).removeprefix("urn:uuid:"))
    except ValueError:
        return None
    bare = {name: value for name, value in document.items() if name != "proof"}
    for one in Credential.objects.with_standing().filter(badge_urn=urn):
        ours = json.loads(one.document)
        ours.pop("proof")
        if ours == bare:
            return one
    return None


def count_look(credential: Credential, day: dt.date) -> None:
    """One more look on this day; nothing is kept about who looked."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO certification_verificationhit (credential_id, day, count)"
            " VALUES (%s, %s, 1) ON CONFLICT (credential_id, day)"
            " DO UPDATE SET count = certification_verificationhit.count + 1",
            [credential.pk, day],
        )
