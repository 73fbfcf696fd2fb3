"""Whether a candidate meets what a scheme asks: what records show, and what a person must judge."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from certification.models import Application, Certification, SchemeVersion
from courses.debriefs.record import mean_of
from courses.models import Enrolment
from courses.models.enrolment import Status
from institute.accounts.models import User

Prerequisite = dict[str, Any]


@dataclass(frozen=True)
class Requirement:
    """One line of what is asked. `met` is None where only a person can tell."""

    text: str
    met: bool | None
    shown_by: str = ""


@dataclass(frozen=True)
class Eligibility:
    """Every requirement, in the scheme's order."""

    requirements: list[Requirement] = field(default_factory=list)

    @property
    def is_shown_by_records(self) -> bool:
        """Nothing is left for a person to judge."""
        return bool(self.requirements) and all(one.met for one in self.requirements)

    @property
    def lacks(self) -> list[Requirement]:
        return [one for one in self.requirements if one.met is False]


def of(application: Application) -> Eligibility:
    """How an application stands against its own version of the scheme."""
    return against(application.scheme_version, application.candidate, application.declarations)


def against(
    version: SchemeVersion, candidate: User, declared: dict[str, Any] | None = None
) -> Eligibility:
    """How a person stands against a version of a scheme: two queries, one more for simulations."""
    done = _completed(candidate)
    held = set(Certification.objects.of(candidate).held().values_list("scheme__slug", flat=True))
    said = declared or {}
    return Eligibility(
        [
            _simulated(one, candidate)
            if one["kind"] == "simulation"
            else _judged(one, done, held, said)
            for one in version.prerequisites
        ]
    )


def _judged(
    asked: Prerequisite, done: dict[str, str], held: set[str], said: dict[str, Any]
) -> Requirement:
    text, kind = str(asked["text"]), asked["kind"]
    wanted = slugs(asked)
    if kind == "course":
        found = [done[slug] for slug in wanted if slug in done]
        # Another way to the same end, and never training of ours alone: a person may accept it.
        return Requirement(text, True if found else None, found[0] if found else "")
    if kind == "certification":
        return Requirement(text, True if held & set(wanted) else None)
    if kind == "experience":
        return _experience(asked, text, said)
    return Requirement(text, None)


def _simulated(asked: Prerequisite, candidate: User) -> Requirement:
    """The mean of the newest runs of a scenario; one run says too little to decide on."""
    least, runs = Decimal(str(asked.get("least", 60))), max(int(asked.get("runs", 2)), 2)
    mean = mean_of(candidate, slugs(asked), runs)
    if mean.total is None:
        shown = f"{mean.runs} of {runs} runs finished" if mean.runs else ""
        return Requirement(str(asked["text"]), None, shown)
    shown = f"Mean of the newest {mean.runs} runs: {mean.total:.0f}, asked for {least:.0f}"
    return Requirement(str(asked["text"]), True if mean.total >= least else None, shown)


def _experience(asked: Prerequisite, text: str, said: dict[str, Any]) -> Requirement:
    """Declared by the candidate, weighed by a person: a declaration is not yet a record."""
    months, least = int(said.get("months") or 0), int(asked.get("months", 0))
    words = f"{months} of {least} months, declared" if said and least else ""
    return Requirement(text, None, words)


def slugs(asked: Prerequisite) -> list[str]:
    """The courses or certifications any one of which will do."""
    one, several = asked.get("slug"), asked.get("slugs") or []
    return [*([one] if one else []), *several]


def _completed(candidate: User) -> dict[str, str]:
    """The courses this person completed with us: slug to title."""
    places = Enrolment.objects.with_course().filter(student=candidate, status=Status.COMPLETED)
    return {place.cohort.version.course.slug: place.cohort.version.title for place in places}
