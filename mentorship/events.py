"""What mentorship announces, after commit, ids only."""

from django.dispatch import Signal

time_freed = Signal()  # mentor_id
