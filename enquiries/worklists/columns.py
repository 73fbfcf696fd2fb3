"""The columns of the board, and how a card gets from one to another."""

from enquiries.models import Status

# What each column holds, and what is due while a card stands there.
COLUMNS: dict[str, str] = {
    Status.NEW: "Answer within 1 business day",
    Status.WORKING: "Next step within 3 days",
    Status.CALLBACK: "Call at the time agreed",
    Status.QUALIFIED: "Offer within 5 days",
    Status.ENROLMENT_STARTED: "Place and payment",
    Status.CONVERTED: "This month",
}
# Where a card may be dropped, and the act that brings it there.
ACTS: dict[str, str] = {
    Status.WORKING: "work",
    Status.CALLBACK: "schedule_callback",
    Status.QUALIFIED: "qualify",
    Status.ENROLMENT_STARTED: "start_enrolment",
    Status.CONVERTED: "convert",
    Status.LOST: "lose",
}
# These need more than a place: a time, a seat, a reason. Their own page asks for it.
NEED_MORE = frozenset({Status.CALLBACK, Status.CONVERTED, Status.LOST})
