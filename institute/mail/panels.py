"""What mail contributes to the roof: a staff entry, and its part of a person's export."""

from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.mail.models import ConsentRecord, OutboundMessage, Suppression
from institute.panels import NavEntry, add_export, add_nav


def export(user: User) -> dict[str, object]:
    """Every message for this person, and what they allowed and forbade."""
    messages = OutboundMessage.objects.to(user.email).values(
        "kind", "subject", "status", "reason", "basis", "queued_at", "sent_at"
    )
    consents = ConsentRecord.objects.of(user.email).values(
        "topic", "basis", "method", "evidence", "obtained_at", "expires_on", "withdrawn_at"
    )
    stops = Suppression.objects.of(user.email).values("scope", "topic", "reason", "at")
    return {"messages": list(messages), "consents": list(consents), "stops": list(stops)}


add_nav(
    NavEntry(  # noqa: S604 - the page shell
        shell="staff",
        label="Mail",
        url_name="mail:messages",
        icon="mail",
        order=80,
        shown_to=lambda user: may_enter("mail", user.roles),
    )
)
add_export("mail", export)
