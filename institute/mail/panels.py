"""What mail contributes to the roof: a staff entry, its part of an export and of a history."""

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from institute.accounts.models import User
from institute.accounts.roles import may_enter
from institute.mail.models import ConsentRecord, OutboundMessage, Suppression
from institute.panels import HistoryRow, NavEntry, Whose, add_export, add_history, add_nav


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


def history(whose: Whose) -> Iterator[HistoryRow]:
    """Every message we wrote to them: how far it got, or why it never left."""
    for_them = Q(to_address__in=whose.emails)
    if whose.user:
        for_them |= Q(person=whose.user)
    for message in OutboundMessage.objects.filter(for_them).defer("context"):
        yield HistoryRow(
            message.left_at,
            "email",
            message.kind_words if message.is_secret else message.title,
            text="" if message.has_left else message.reason,
            url=reverse("mail:message", args=[message.pk]),
            look=message.shape,
            state=message.get_status_display(),
            key=f"mail {message.pk}",
        )


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
add_history(history)
