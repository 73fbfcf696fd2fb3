"""What we write to people who ask, and to the staff who answer them."""

from enquiries.emails.alerts import enquiry_unanswered, morning
from enquiries.emails.answering import news_written, question_answered
from enquiries.emails.asking import enquiry_received
from enquiries.emails.converting import invited
from enquiries.emails.desk import tried_to_call, what_we_agreed
from enquiries.emails.following import consent_request, follow_up
from enquiries.emails.syllabus import syllabus_sent

__all__ = [
    "consent_request",
    "enquiry_received",
    "enquiry_unanswered",
    "follow_up",
    "invited",
    "morning",
    "news_written",
    "question_answered",
    "syllabus_sent",
    "tried_to_call",
    "what_we_agreed",
]
