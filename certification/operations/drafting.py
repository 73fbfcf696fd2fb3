"""What a marker has filled in so far, kept with the script they hold.

One statement, and none when the mark is given: a trigger empties the draft with the lease.
"""

from typing import Any

from certification.models import MarkingTask, TaskStatus
from institute.accounts.models import User


def keep_draft(*, task: MarkingTask, marker: User, draft: dict[str, Any], seq: int) -> bool:
    """Keep it when nothing newer is kept and the script is still theirs; whether it is kept.

    A lease that ran out is theirs until a colleague takes the script.
    """
    mine = MarkingTask.objects.of(marker).filter(pk=task.pk, status=TaskStatus.LEASED)
    return bool(mine.filter(draft_seq__lt=seq).update(draft=draft, draft_seq=seq))
