"""The words an enquiry may use: where it stands, how it came, what is next."""

from django.db import models


class Topic(models.TextChoices):
    """What a question is about."""

    COURSE = "course", "Courses and dates"
    CERTIFICATION = "certification", "Certification"
    MENTORSHIP = "mentorship", "Mentoring and coaching"
    INTERVIEW = "interview", "Interviews and CVs"
    EMPLOYER = "employer", "Training for a team"
    STUDENT = "student", "A course they are on"
    OTHER = "other", "Something else"


# What the public form offers; the desk also hears from students.
ASKED_ABOUT = [choice for choice in Topic.choices if choice[0] != Topic.STUDENT]


class Source(models.TextChoices):
    """How an enquiry reached us."""

    WEB = "web", "Web"
    PHONE = "phone", "Phone"
    MISSED_CALL = "missed_call", "Missed call"
    EMAIL = "email", "Email"
    WALK_IN = "walk_in", "In person"
    IMPORT = "import", "Import"


class Status(models.TextChoices):
    """How far we got."""

    NEW = "new", "New"
    QUARANTINED = "quarantined", "To be checked"
    WORKING = "working", "In conversation"
    CALLBACK = "callback_scheduled", "Call-back booked"
    QUALIFIED = "qualified", "Qualified"
    ENROLMENT_STARTED = "enrolment_started", "Enrolment started"
    CONVERTED = "converted", "Converted"
    LOST = "lost", "Lost"
    SPAM = "spam", "Spam"
    DUPLICATE = "duplicate", "Joined to another"


# Somebody owes these a next step.
OPEN = (
    Status.NEW,
    Status.QUARANTINED,
    Status.WORKING,
    Status.CALLBACK,
    Status.QUALIFIED,
    Status.ENROLMENT_STARTED,
)
# Open, and known to be from a person.
LIVE = tuple(status for status in OPEN if status != Status.QUARANTINED)


class LostReason(models.TextChoices):
    """Why somebody did not go on."""

    PRICE = "price", "Price"
    TIMING = "timing", "Dates do not fit"
    LEVEL = "level", "Not the right level"
    ELSEWHERE = "elsewhere", "Chose another school"
    EMPLOYER = "employer", "Employer said no"
    SILENT = "silent", "No answer after four tries"
    NOT_INTERESTED = "not_interested", "Not interested"
    NO_FIT = "no_fit", "We do not offer it"


class NextAction(models.TextChoices):
    """What happens next."""

    CALL = "call", "Call"
    WRITE = "write", "Write"
    SEND = "send", "Send information"
    CHECK = "check", "Check it arrived"
    ENROL = "enrol", "Enrolment checklist"
    REVIEW = "review", "Check for spam"
    DECIDE = "decide", "Wait for their decision"


class Queue(models.TextChoices):
    """Who takes it when nobody in particular does."""

    DESK = "desk", "Desk"
    ADVISING = "advising", "Course advice"
    EMPLOYERS = "employers", "Employers"
    MENTORSHIP = "mentorship", "Mentoring"


class CallWindow(models.TextChoices):
    """When the person likes to be called, on their own clock."""

    ANY = "", "Any time in office hours"
    MORNING = "morning", "Morning, 9:00 to 12:00"
    MIDDAY = "midday", "Midday, 12:00 to 14:00"
    AFTERNOON = "afternoon", "Afternoon, 14:00 to 17:00"
    EVENING = "evening", "Evening, 17:00 to 19:00"
