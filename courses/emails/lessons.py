"""What a learner hears about their lessons: that the last one is done."""

from courses.emails.writing import ENROLLED, StillEnrolled, to_student, url
from courses.models import Enrolment, Status
from institute.mail.letters import Letter, MailClass, Topic, letter


@letter(
    MailClass.TRANSACTIONAL,
    Topic.ENROLMENT,
    why=ENROLLED,
    still_true=StillEnrolled(Status.CONFIRMED, Status.COMPLETED, any_sequence=True),
)
def lessons_finished(enrolment: Enrolment) -> Letter:
    """Every lesson of the course is done; sent once."""
    done = enrolment.status == Status.COMPLETED
    context = {"learn_url": url("courses:learn_course", enrolment.pk), "is_completed": done}
    return to_student(enrolment, context)
