"""A programme with its tree of requirements, in two statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from courses.models import Programme, RequirementNode
from courses.models.programme import NodeKind


@dataclass(frozen=True)
class Requirement:
    """A node of the tree with what stands under it."""

    node: RequirementNode
    under: tuple["Requirement", ...]

    @property
    def is_course(self) -> bool:
        return self.node.kind == NodeKind.COURSE

    @property
    def is_root(self) -> bool:
        return self.node.parent_id is None

    @property
    def words(self) -> str:
        """ "All of these", "One of these", "At least 2 of these"."""
        if self.node.kind == NodeKind.ALL_OF:
            return "All of these"
        return "One of these" if self.node.n == 1 else f"At least {self.node.n} of these"


@dataclass(frozen=True)
class ProgrammePage:
    """A programme as its page shows it."""

    programme: Programme
    root: Requirement | None

    @property
    def separately(self) -> int | None:
        """What the courses cost one by one; None when there is a choice between them."""
        return _sum(self.root) if self.root else None


def load_programme(slug: str) -> ProgrammePage | None:
    """The programme, or None."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        return None
    nodes = programme.nodes.select_related("course__current").order_by("position", "pk")
    return ProgrammePage(programme, _tree(list(nodes)))


def programmes() -> QuerySet[Programme]:
    """Every programme with how many courses it speaks of."""
    courses = Count("nodes", filter=Q(nodes__kind=NodeKind.COURSE))
    return Programme.objects.annotate(courses=courses).order_by(
        F("price_cents").asc(nulls_last=True), "title"
    )


def _tree(nodes: Sequence[RequirementNode]) -> Requirement | None:
    children: dict[int | None, list[RequirementNode]] = defaultdict(list)
    for node in nodes:
        children[node.parent_id].append(node)

    def grow(node: RequirementNode) -> Requirement:
        return Requirement(node, tuple(grow(child) for child in children[node.pk]))

    root = next(iter(children[None]), None)
    return grow(root) if root else None


def _sum(requirement: Requirement) -> int | None:
    if requirement.node.kind == NodeKind.MIN_N_OF:
        return None
    if requirement.is_course:
        course = requirement.node.course
        return course.current.price_cents if course and course.current else None
    parts = [_sum(child) for child in requirement.under]
    return None if None in parts else sum(part for part in parts if part is not None)
