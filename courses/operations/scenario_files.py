"""Files of scenarios: checked by what is in them, kept as versions, published and retired."""

from dataclasses import dataclass

from django.db import transaction

from courses.models import Scenario, ScenarioSeed, ScenarioState, ScenarioVersion
from courses.simulations.certified import certified_seeds
from courses.simulations.checking import Checked, check
from courses.simulations.engine.version import VERSION
from courses.simulations.scenario import FOLDER
from courses.simulations.scenario import Scenario as Programme
from institute.accounts.models import User
from institute.errors import RuleBroken
from institute.moves import locked

LARGEST = 200_000
ALLOWED = "Send one scenario as TOML text of up to 200 kB."
SHIPPED = ("ai-saas-launch", "cloud-migration", "security-keys")


@dataclass(frozen=True, slots=True)
class Kept:
    """The version that holds a file, and whether it is new."""

    version: ScenarioVersion
    is_new: bool


def text_of(data: bytes) -> str:
    """The text in a file, by what is in it and not by its name.

    Raises RuleBroken, with what may be sent, when it is empty, too large or no text.
    """
    if len(data) > LARGEST:
        raise RuleBroken(f"This file is larger than 200 kB. {ALLOWED}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RuleBroken(f"This file is not text in UTF-8. {ALLOWED}") from None
    if "\0" in text:
        raise RuleBroken(f"This file is not text. {ALLOWED}")
    if not text.strip():
        raise RuleBroken(f"This file is empty. {ALLOWED}")
    return text.replace("\r\n", "\n")


@transaction.atomic
def keep(*, checked: Checked, source: str, by: User | None, at: str = "") -> Kept:
    """Keep a good file as the next version of its scenario; the same content is kept once.

    `at` is the address it was edited under. Raises RuleBroken for a file with problems, or one
    that names another scenario.
    """
    programme = checked.scenario
    if programme is None or checked.problems:
        raise RuleBroken("A file with problems is not kept.")
    if at and programme.slug != at:
        raise RuleBroken(
            f"This file is called “{programme.slug}” and this is “{at}”.",
            instead="Give it back its slug, or send it as a new scenario.",
        )
    scenario, _ = Scenario.objects.get_or_create(
        slug=programme.slug, defaults={"is_demo": programme.meta.demo}
    )
    scenario = locked(scenario)
    known = scenario.versions.filter(digest=programme.digest).first()
    if known:
        return Kept(known, is_new=False)
    return Kept(_next(scenario, programme, source, by), is_new=True)


def _next(
    scenario: Scenario, programme: Programme, source: str, by: User | None
) -> ScenarioVersion:
    last = scenario.versions.order_by("-number").first()
    return ScenarioVersion.objects.create(
        scenario=scenario,
        number=last.number + 1 if last else 1,
        title=programme.meta.title,
        summary=programme.meta.summary,
        source=source,
        digest=programme.digest,
        engine=VERSION,
        author=by,
    )


@transaction.atomic
def publish(*, version: ScenarioVersion) -> Scenario:
    """Let learners find the scenario, in this version; runs of others go on as they began."""
    scenario = locked(version.scenario)
    if scenario.status != ScenarioState.PUBLISHED:
        scenario.move("publish")
    scenario.current = version
    scenario.save(update_fields=["status", "current"])
    return scenario


@transaction.atomic
def retire(*, scenario: Scenario) -> Scenario:
    """Offer it to nobody any more; runs that have begun can be finished."""
    scenario = locked(scenario)
    scenario.move("retire")
    scenario.save(update_fields=["status"])
    return scenario


@transaction.atomic
def plant_scenarios() -> int:
    """Load the scenarios that come with the code, with their certified seeds.

    How many versions were new. What staff wrote, published or retired since stays as it is.
    """
    return sum(_planted(slug, place) for place, slug in enumerate(SHIPPED, 1))


def _planted(slug: str, place: int) -> bool:
    source = (FOLDER / f"{slug}.toml").read_text(encoding="utf-8")
    kept = keep(checked=check(source), source=source, by=None)
    version = kept.version
    _plant_seeds(version)
    scenario = locked(version.scenario)
    if scenario.current is None and scenario.status == ScenarioState.DRAFT:
        scenario.position = place
        scenario.save(update_fields=["position"])
        publish(version=version)
    elif kept.is_new and _is_ours(scenario):
        publish(version=version)
    return kept.is_new


def _is_ours(scenario: Scenario) -> bool:
    """Published, and what stands came with the code too."""
    current = scenario.current
    published = scenario.status == ScenarioState.PUBLISHED
    return published and current is not None and current.author_id is None


def _plant_seeds(version: ScenarioVersion) -> None:
    ScenarioSeed.objects.bulk_create(
        [
            ScenarioSeed(version=version, seed=deal.seed, panel_mean=deal.mean, certified=True)
            for deal in certified_seeds(version.scenario.slug, version.digest)
        ],
        ignore_conflicts=True,
    )
