"""Applications, decisions and appeals on the roof: navigation, timeline, the privacy file."""

from collections.abc import Iterable

from certification.models import Appeal, Application, Attempt, Decision
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def timeline(user: User) -> Iterable[panels.TimelineRow]:
    """Each application and each result that is out."""
    for one in Application.objects.of(user).with_people():
        words = f"Applied: {one.scheme_version.scheme.title}"
        at = one.submitted_at or one.created_at
        yield panels.TimelineRow(at, words, one.get_absolute_url(), "certification")
    for sat in Attempt.objects.of(user).with_form():
        words = f"Sat {sat.form.scheme_version.scheme.title}"
        yield panels.TimelineRow(sat.started_at, words, kind="certification")


def everything(user: User) -> dict[str, object]:
    """Applications, sittings, decisions that are out and appeals, as they are stored."""
    asked = Application.objects.of(user)
    sat = Attempt.objects.of(user)
    return {
        "applications": list(
            asked.values("created_at", "status", "declarations", "reason", "answered_at")
        ),
        "attempts": list(sat.values("code", "number", "started_at", "submitted_at", "status")),
        "decisions": list(Decision.objects.out_to(user).values("outcome", "reason", "created_at")),
        "appeals": list(
            Appeal.objects.of(user).values("kind", "grounds", "status", "answer", "created_at")
        ),
    }


panels.add_timeline(timeline)
panels.add_export("certification", everything)
panels.add_nav(
    panels.NavEntry(
        "app",
        "Certification",
        url_name="certification:mine",
        icon="seal",
        order=45,
        shown_to=lambda user: user.is_active,
    )
)
for label, name, icon, order, area in (
    ("Applications", "applications", "list", 61, "applications"),
    ("Decisions", "decisions", "check", 66, "decisions"),
    ("Appeals", "appeals", "flag", 68, "certification desk"),
):
    panels.add_nav(
        panels.NavEntry(
            "staff",
            label,
            url_name=f"certification:{name}",
            icon=icon,
            order=order,
            shown_to=lambda user, area=area: may_enter(area, user.roles),  # type: ignore[misc]
        )
    )
