"""Many enquiries, written in bulk."""

import uuid
from collections.abc import Callable

from enquiries.models import Enquiry, Topic

BATCH = 500
QUESTIONS = (
    "I run three teams and want to know where to begin.",
    "Does the core program fit around shift work?",
    "My employer pays. Can you invoice them?",
    "",
)


def add_enquiries(number: int, progress: Callable[[int], None] | None = None) -> None:
    """That many more questions from invented people."""
    first = Enquiry.objects.filter(email__startswith="scale-asker-").count()
    for start in range(first, first + number, BATCH):
        batch = [_enquiry(n) for n in range(start, min(start + BATCH, first + number))]
        Enquiry.objects.bulk_create(batch)
        if progress:
            progress(len(batch))


def _enquiry(number: int) -> Enquiry:
    email = f"scale-asker-{number}@example.com"
    return Enquiry(
        name=f"Asker {number}",
        contact=email,
        email=email,
        topic=Topic.values[number % len(Topic.values)],
        question=QUESTIONS[number % len(QUESTIONS)],
        zone="America/Toronto",
        submission_key=uuid.uuid5(uuid.NAMESPACE_URL, email).hex,
        is_demo=True,
    )
