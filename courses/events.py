"""What courses announce, after commit, ids only."""

from django.dispatch import Signal

place_confirmed = Signal()  # enrolment_id
place_cancelled = Signal()  # enrolment_id
course_completed = Signal()  # enrolment_id
run_finished = Signal()  # run_id, of a simulation
lessons_finished = Signal()  # enrolment_id
