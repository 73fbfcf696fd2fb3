"""What a candidate reads of a result: how each domain went, and what to do about it."""

from dataclasses import dataclass
from decimal import Decimal

from certification.models import Attempt, Decision, Domain, Outcome, Score
from courses.models import Course

STRONG, SOUND = Decimal("0.75"), Decimal("0.60")
ADVICE = {
    "alignment": "Practise tying each line of a plan to the measure it moves.",
    "teams": "Practise decision rights: who decides, who is asked, by when.",
    "architecture": "Draw the system behind your last two programmes, with what fails first.",
    "risk": "Rewrite your register: cause, event, effect, trigger, owner, and one cost.",
    "stakeholders": "Write the first line of each status as the answer to the question asked.",
    "delivery": "Work through networks by hand until float is something you see.",
}


@dataclass(frozen=True)
class DomainResult:
    """One domain: points, their share, and what the share means."""

    slug: str
    name: str
    raw: Decimal
    maximum: Decimal

    @property
    def share(self) -> Decimal:
        """0 to 1."""
        return self.raw / self.maximum if self.maximum else Decimal(0)

    @property
    def per_cent(self) -> int:
        return round(self.share * 100)

    @property
    def width(self) -> float:
        """Of the bar, 0 to 100."""
        return round(float(self.share) * 100, 1)

    @property
    def words(self) -> str:
        if self.share >= STRONG:
            return "Strong"
        return "Sound" if self.share >= SOUND else "To work on"

    @property
    def advice(self) -> str:
        """What to practise, where there is something to practise."""
        return ADVICE.get(self.slug, "") if self.share < STRONG else ""


@dataclass(frozen=True)
class Report:
    """A released result."""

    attempt: Attempt
    decision: Decision
    score: Score
    domains: list[DomainResult]

    @property
    def passed(self) -> bool:
        return self.decision.outcome == Outcome.GRANTED

    @property
    def to_work_on(self) -> list[DomainResult]:
        """The weakest domains below strong, two at most."""
        weak = [one for one in self.domains if one.share < STRONG]
        return sorted(weak, key=lambda one: one.share)[:2]


def report(attempt: Attempt) -> Report:
    """The report of a released attempt, from its latest decision: two queries."""
    decision = attempt.decisions.select_related("score", "batch").latest("number")
    known = {domain.slug: domain for domain in Domain.objects.all()}
    rows = [
        DomainResult(slug, known[slug].name, Decimal(said["raw"]), Decimal(said["max"]))
        for slug, said in decision.score.domains.items()
        if slug in known
    ]
    rows.sort(key=lambda row: known[row.slug].position)
    return Report(attempt, decision, decision.score, rows)


def courses_for(attempt: Attempt) -> list[Course]:
    """The published courses that prepare for this certification."""
    scheme = attempt.form.scheme_version.scheme
    published = Course.objects.published().filter(schemes=scheme).select_related("current")
    return list(published[:3])
