"""What a credential is worth now, in a word and a sentence."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import dateformat, timezone

from certification.badges.verifying import Verdict
from certification.models import Credential, Standing

BY_STANDING = {
    Standing.SUSPENDED: Verdict.SUSPENDED,
    Standing.WITHDRAWN: Verdict.WITHDRAWN,
    Standing.SUPERSEDED: Verdict.SUPERSEDED,
    Standing.EXPIRED: Verdict.EXPIRED,
}
HEADLINES = {
    Verdict.VALID: "Valid today, {today}",
    Verdict.EXPIRED: "Expired: valid until {until}",
    Verdict.NOT_YET: "Not valid before {since}",
    Verdict.SUSPENDED: "Suspended",
    Verdict.WITHDRAWN: "Withdrawn",
    Verdict.SUPERSEDED: "Superseded by a newer certificate",
    Verdict.NOT_OURS: "Not issued by TPM Institute",
    Verdict.ALTERED: "Altered: do not rely on this file",
}
SENTENCES = {
    Verdict.VALID: "TPM Institute confirms that this person passed every part of the assessment.",
    Verdict.EXPIRED: "This person was certified. The certification has run out.",
    Verdict.NOT_YET: "This certificate was issued and its period has not begun.",
    Verdict.SUSPENDED: "This certification does not hold at present. It may be reinstated.",
    Verdict.WITHDRAWN: "TPM Institute has withdrawn this. It no longer certifies anybody.",
    Verdict.SUPERSEDED: "We issued this certificate and have since replaced it.",
    Verdict.NOT_OURS: "We have not signed this file. Ask whoever named in it issues it.",
    Verdict.ALTERED: "Something in this file is not what we signed.",
}


def verdict(credential: Credential, newest: int, at: dt.datetime | None = None) -> Verdict:
    """What it is worth at a moment. `newest` is the latest revision of the same certification."""
    at = at or timezone.now()
    if credential.entry.revoked_at:
        return Verdict.WITHDRAWN
    standing = BY_STANDING.get(Standing(credential.certification.status))
    if standing is Verdict.WITHDRAWN:
        return standing
    if credential.revision < newest:
        return Verdict.SUPERSEDED
    return standing or by_date(credential, at)


def by_date(credential: Credential, at: dt.datetime) -> Verdict:
    """What the dates alone say."""
    if at < credential.valid_from:
        return Verdict.NOT_YET
    return Verdict.VALID if at < credential.valid_until else Verdict.EXPIRED


def headline(found: Verdict, credential: Credential | None = None) -> str:
    """The verdict as the page's first line."""
    days = {"today": written_day(timezone.now())}
    if credential:
        days |= {"until": last_day(credential), "since": written_day(credential.valid_from)}
    return HEADLINES[found].format(**days)


def last_day(credential: Credential) -> str:
    """The last day on which it holds."""
    return written_day(credential.valid_until - dt.timedelta(seconds=1))


def written_day(moment: dt.datetime) -> str:
    """ "18 April 2026", on the Institute's own calendar."""
    return dateformat.format(moment.astimezone(ZoneInfo(settings.INSTITUTE_ZONE)), "j F Y")
