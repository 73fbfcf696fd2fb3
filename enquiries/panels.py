"""What enquiries contribute to the staff rail, to a history and to a person's own file."""

from enquiries import documents, histories
from enquiries.worklists import waiting
from institute import panels
from institute.accounts.roles import may_enter

panels.add_export("enquiries", documents.everything_of)
panels.add_history(histories.history)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Phone desk",
        url_name="enquiries:desk",
        icon="phone",
        order=5,
        shown_to=lambda user: may_enter("enquiries", user.roles),
        count=lambda _: waiting.calls_to_return(),
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Enquiries",
        url_name="enquiries:list",
        icon="message",
        order=10,
        shown_to=lambda user: may_enter("enquiries", user.roles),
        covers="/contacts/",
        count=lambda _: waiting.open_enquiries(),
    )
)
panels.add_nav(
    panels.NavEntry(
        "staff",
        "Insights",
        url_name="enquiries:insights",
        icon="gantt",
        order=15,
        shown_to=lambda user: may_enter("insights", user.roles),
    )
)
