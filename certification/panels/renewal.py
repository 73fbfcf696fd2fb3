"""Renewal on the roof: navigation and the privacy file."""

from certification.models import CpdAudit, CpdEntry
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def everything(user: User) -> dict[str, object]:
    """Hours and their evidence, as they are stored."""
    fields = ("title", "category", "done_on", "hours", "source", "status", "evidence", "reason")
    return {"hours": list(CpdEntry.objects.of(user).values(*fields, "created_at"))}


def decides(user: User) -> bool:
    return may_enter("decisions", user.roles)


def waiting(_: User) -> int:
    """Audits nobody has settled."""
    return CpdAudit.objects.open().count()


panels.add_export("certification renewal", everything)
panels.add_nav(
    panels.NavEntry("staff", "Audits", "certification:audits", "list", 70, decides, count=waiting)
)
panels.add_nav(
    panels.NavEntry("staff", "Certified", "certification:standings", "seal", 71, decides)
)
