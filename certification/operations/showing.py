"""Who may look a certification up."""

from django.db import transaction

from certification.models import Certification
from certification.operations import log
from institute.accounts.models import User
from institute.moves import locked


@transaction.atomic
def show(*, certification: Certification, is_public: bool, by: User) -> Certification:
    """Let anybody look it up who has its number or address, or nobody. Twice is once."""
    certification = locked(certification)
    if certification.is_public != is_public:
        certification.is_public = is_public
        certification.save(update_fields=["is_public"])
        act = "certification.shown" if is_public else "certification.hidden"
        log.record(act=act, subject=certification, actor=by)
    return certification
