"""What a version says, apart from where it stands."""

from certification.models import AttemptItem, Domain, FormItem, Item, ItemVersion
from institute.items.kinds import Question


def question_of(version: ItemVersion) -> Question:
    """The version as a question, named by its item's key. Wants `item` and `domain`."""
    return Question(
        name=version.item.key,
        title=version.title,
        kind=version.kind,
        stem=version.stem,
        options=version.options,
        key=version.key,
        rubric=version.rubric,
        rationale=version.rationale,
        references=version.references,
        domain=version.domain.slug,
        level=version.level,
        scenario=version.scenario,
        points=format(version.points.normalize(), "f"),
    )


def domain_names() -> dict[str, str]:
    """Slugs of our domains by every way a file may name them."""
    rows = list(Domain.objects.values_list("slug", "name"))
    return {name.casefold(): slug for slug, name in rows} | {slug: slug for slug, _ in rows}


def exposure_of(item: Item) -> tuple[int, int]:
    """In how many forms that were published it stands, and how many candidates met it."""
    used = FormItem.objects.filter(version__item=item).exclude(form__status="draft")
    met = AttemptItem.objects.filter(form_item__version__item=item)
    return used.values("form").distinct().count(), met.count()
