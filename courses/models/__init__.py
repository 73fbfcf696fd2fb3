"""The records of courses, one per file."""

from courses.models.catalogue import CatalogueEntry
from courses.models.cohort import Cohort, CohortState
from courses.models.competency import Competency
from courses.models.course import Course, CourseState, CourseVersion, Lesson, Module
from courses.models.enrolment import Enrolment, EnrolmentEvent, Funding, Status
from courses.models.payment import Invoice, InvoiceCounter, Payment, PaymentMethod
from courses.models.programme import Programme, RequirementNode
from courses.models.session import Attendance, Mark, Session
from courses.models.teacher import Teacher
from courses.models.waitlist import WaitlistEntry, WaitlistStatus

__all__ = [
    "Attendance",
    "CatalogueEntry",
    "Cohort",
    "CohortState",
    "Competency",
    "Course",
    "CourseState",
    "CourseVersion",
    "Enrolment",
    "EnrolmentEvent",
    "Funding",
    "Invoice",
    "InvoiceCounter",
    "Lesson",
    "Mark",
    "Module",
    "Payment",
    "PaymentMethod",
    "Programme",
    "RequirementNode",
    "Session",
    "Status",
    "Teacher",
    "WaitlistEntry",
    "WaitlistStatus",
]
