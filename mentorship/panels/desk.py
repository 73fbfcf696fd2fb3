"""What staff can do for a student, offered on the student's contact record."""

from django.urls import reverse

from institute import panels, staff_acts
from institute.accounts.models import User
from institute.accounts.roles import may_enter


def book_address(student: User) -> str:
    return f"{reverse('mentorship:book_for')}?student={student.pk}"


def grants_address(student: User) -> str:
    return reverse("mentorship:grants_of", args=[student.pk])


def may_book(user: User) -> bool:
    return may_enter("bookings for students", user.roles)


def may_grant(user: User) -> bool:
    return may_enter("session grants", user.roles)


def is_at_the_desk(user: User) -> bool:
    """Whoever books for callers and does not find it under Mentoring."""
    return may_book(user) and not may_enter("mentoring", user.roles)


panels.add_nav(
    panels.NavEntry(
        "staff",
        "Book a session",
        url_name="mentorship:book_for",
        icon="calendar",
        order=42,
        shown_to=is_at_the_desk,
        covers="/mentoring/grants/",
    )
)
staff_acts.add(staff_acts.StaffAct("Book a session for them", book_address, may_book))
staff_acts.add(staff_acts.StaffAct("Their sessions and grants", grants_address, may_grant))
