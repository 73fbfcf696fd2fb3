"""What enquiries contribute to the staff rail, to a history and to a person's own file."""

from enquiries import documents, histories
from institute import panels
from institute.accounts.roles import may_enter

panels.add_export("enquiries", documents.everything_of)
panels.add_history(histories.history)
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
