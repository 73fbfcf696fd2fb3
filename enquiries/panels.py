"""What enquiries contribute to the staff rail and to the file a person gets about themselves."""

from enquiries.models import Enquiry
from institute import panels
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def questions(user: User) -> list[dict[str, object]]:
    """Every question sent from the address this person signs in with."""
    fields = ("created_at", "name", "contact", "topic", "course__slug", "question", "consent_given")
    return list(Enquiry.objects.of(user).order_by("created_at").values(*fields))


panels.add_export("enquiries", questions)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Enquiries",
        url_name="enquiries:list",
        icon="message",
        order=10,
        shown_to=lambda user: may_enter("enquiries", user.roles),
    )
)
