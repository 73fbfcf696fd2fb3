"""Numbers we never call again of our own accord."""

from django.db import transaction

from enquiries.contact_points import read_phone
from enquiries.models import Call, DoNotCall
from institute.accounts.models import User
from institute.errors import RuleBroken


@transaction.atomic
def stop_calling(number: str, by: User | None, call: Call | None = None) -> DoNotCall:
    """Put a number on the list, at once and for ever. Asking again changes nothing.

    Raises RuleBroken when it cannot be a telephone number.
    """
    e164 = read_phone(number)
    if not e164:
        raise RuleBroken("Give the whole number that must not be called.")
    row = DoNotCall(number=e164, by=by, call=call)
    DoNotCall.objects.bulk_create([row], ignore_conflicts=True)
    return DoNotCall.objects.get(number=e164)
