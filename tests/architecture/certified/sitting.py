"""What the addresses of sitting an examination ask for."""

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from certification.models import Accommodation, Signal
from institute.accounts.models import User
from tests import certifying


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`: a running attempt of the owner."""
    running = certifying.attempt(candidate=owner)
    own = {"public_id": running.public_id}
    at = own | {"position": 1}
    room = {"public_id": running.form.public_id}
    granted = Accommodation.objects.create(
        person=owner, factor="1.25", valid=DateRange(dt.date(2026, 1, 1)), granted_by=owner
    )
    signal = Signal.objects.create(attempt=running, kind="address", facts={"addresses": 2})
    names = ("attempt", "review", "submit", "take_break", "end_break", "exam_clock", "take_tab")
    return {
        "certification:start": {"pk": running.authorisation_id},
        **{f"certification:{name}": own for name in names},
        **{f"certification:{name}": at for name in ("question", "answer", "flag")},
        "certification:leave_section": own | {"section": 1},
        "certification:sitting": room,
        "certification:sitting_act": room,
        "certification:sitting_report": room,
        "certification:accommodation_end": {"pk": granted.pk},
        "certification:accommodation_apply": {"pk": granted.pk},
        "certification:signal": {"pk": signal.pk},
    }
