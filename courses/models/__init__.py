"""The records of courses, one per file."""

from courses.models.catalogue import CatalogueEntry
from courses.models.cohort import Cohort, CohortState
from courses.models.competency import Competency
from courses.models.course import Course, CourseState, CourseVersion, Lesson, Module
from courses.models.enrolment import Enrolment, EnrolmentEvent, Funding, Status
from courses.models.learning import (
    DiscussionPost,
    LessonsFinished,
    Note,
    PostReport,
    PracticeAnswer,
)
from courses.models.lesson import (
    CoursePace,
    Finish,
    LessonFile,
    LessonPage,
    LessonProgress,
    LessonRevision,
    Pace,
    PracticeQuestion,
)
from courses.models.payment import Invoice, InvoiceCounter, Payment, PaymentMethod
from courses.models.programme import Programme, RequirementNode
from courses.models.run import (
    Debrief,
    DebriefState,
    Part,
    RunMode,
    RunState,
    Seat,
    SimulationRun,
    SimulationTurn,
)
from courses.models.session import Attendance, Mark, Session
from courses.models.simulation import Scenario, ScenarioSeed, ScenarioState, ScenarioVersion
from courses.models.teacher import Teacher
from courses.models.team import (
    SILENCE,
    Absence,
    Answer,
    Ballot,
    BoardConsent,
    Decides,
    Step,
    Table,
    TeamInvitation,
)
from courses.models.waitlist import WaitlistEntry, WaitlistStatus

__all__ = [
    "SILENCE",
    "Absence",
    "Answer",
    "Attendance",
    "Ballot",
    "BoardConsent",
    "CatalogueEntry",
    "Cohort",
    "CohortState",
    "Competency",
    "Course",
    "CoursePace",
    "CourseState",
    "CourseVersion",
    "Debrief",
    "DebriefState",
    "Decides",
    "DiscussionPost",
    "Enrolment",
    "EnrolmentEvent",
    "Finish",
    "Funding",
    "Invoice",
    "InvoiceCounter",
    "Lesson",
    "LessonFile",
    "LessonPage",
    "LessonProgress",
    "LessonRevision",
    "LessonsFinished",
    "Mark",
    "Module",
    "Note",
    "Pace",
    "Part",
    "Payment",
    "PaymentMethod",
    "PostReport",
    "PracticeAnswer",
    "PracticeQuestion",
    "Programme",
    "RequirementNode",
    "RunMode",
    "RunState",
    "Scenario",
    "ScenarioSeed",
    "ScenarioState",
    "ScenarioVersion",
    "Seat",
    "Session",
    "SimulationRun",
    "SimulationTurn",
    "Status",
    "Step",
    "Table",
    "Teacher",
    "TeamInvitation",
    "WaitlistEntry",
    "WaitlistStatus",
]
