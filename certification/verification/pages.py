"""What the page about one credential shows."""

from dataclasses import dataclass

from django.db.models import Sum

from certification.badges.verifying import Verdict
from certification.models import Credential, VerificationHit
from certification.verification.verdicts import (
    SENTENCES,
    headline,
    last_day,
    verdict,
    written_day,
)

ACTS = {
    "grant": "Granted",
    "suspend": "Suspended",
    "reinstate": "Reinstated",
    "withdraw": "Withdrawn",
    "lapse": "Expired",
    "renew": "Renewed",
    "supersede": "Superseded",
}


@dataclass(frozen=True)
class Shown:
    """A credential as everybody reads it."""

    credential: Credential
    newest: Credential
    verdict: Verdict
    headline: str
    sentence: str
    awarded: str
    until: str
    pieces: list[tuple[str, str]]
    past: list[tuple[str, str]]

    @property
    def holds(self) -> bool:
        return self.verdict is Verdict.VALID


def shown(credential: Credential) -> Shown:
    """Everything the page says about it, at this moment."""
    certification = credential.certification
    newest = certification.credentials.order_by("-revision").first() or credential
    found = verdict(credential, newest.revision)
    return Shown(
        credential=credential,
        newest=newest,
        verdict=found,
        headline=headline(found, credential),
        sentence=SENTENCES[found],
        awarded=f"{certification.awarded_on:%-d %B %Y}",
        until=last_day(credential),
        pieces=_pieces(credential),
        past=_past(credential),
    )


def _pieces(credential: Credential) -> list[tuple[str, str]]:
    """What was assessed, and how; never how well."""
    how = {
        str(one["name"]): str(one.get("how", ""))
        for one in credential.certification.scheme_version.assessments
    }
    named = [str(one["name"]) for one in credential.achievement.get("resultDescription", [])]
    return [(name, how.get(name, "")) for name in named]


def _past(credential: Credential) -> list[tuple[str, str]]:
    """Each change of standing that anybody may know of, without its reason."""
    events = credential.certification.events.order_by("pk")
    return [(written_day(one.at), ACTS[one.act]) for one in events if one.act in ACTS]


def looks(credential: Credential) -> int:
    """How often all documents of this certification were looked up, ever."""
    hits = VerificationHit.objects.filter(credential__certification=credential.certification_id)
    total: int | None = hits.aggregate(total=Sum("count"))["total"]
    return total or 0
