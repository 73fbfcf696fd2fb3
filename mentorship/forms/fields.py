"""Fields that forms of mentorship share."""

import datetime as dt
from itertools import zip_longest
from typing import Any

from django import forms
from django.http import QueryDict

from mentorship.week_hours import Pair

MOST = 12  # stretches in one day
DIGITS = 19  # more than any row has
BOTH = "enter both times, like 09:00 to 12:00."
CLOCK = "enter times on 24 hours, like 18:30."
QUARTERS = "use quarters of an hour, like 09:15."
ALIKE = "enter an end that differs from the start. 00:00 to 00:00 is the whole day."


def key_asked(query: QueryDict, name: str) -> int:
    """The number of a row somebody names; 0, which is nobody's, when it is no such number."""
    typed = query.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < DIGITS else 0


class PairsInput(forms.Widget):
    """Two time inputs for each stretch; the template draws them, `name-from` and `name-to`."""

    use_fieldset = True

    def value_from_datadict(
        self,
        data: Any,
        files: Any,  # noqa: ARG002 - Django's own signature
        name: str,
    ) -> list[tuple[str, str]]:
        starts, ends = (data.getlist(f"{name}-{end}") for end in ("from", "to"))
        pairs = zip_longest(starts, ends, fillvalue="")
        return [(first.strip(), last.strip()) for first, last in pairs if first or last]


class PairsField(forms.Field):
    """From-to times of one day; an end that is not later than its start is on the next day."""

    widget = PairsInput

    def clean(self, value: Any) -> list[Pair]:
        """The times. Raises ValidationError in words that name the day."""
        pairs = list(value or [])
        if len(pairs) > MOST:
            raise forms.ValidationError(f"{self.label}: {MOST} stretches are the most.")
        return [self._pair(first, last) for first, last in pairs]

    def _pair(self, first: str, last: str) -> Pair:
        if not first or not last:
            raise forms.ValidationError(f"{self.label}: {BOTH}")
        try:
            starts, ends = (dt.datetime.strptime(each, "%H:%M").time() for each in (first, last))  # noqa: DTZ007 - a time of day has no zone
        except ValueError:
            raise forms.ValidationError(f"{self.label}: {CLOCK}") from None
        if starts.minute % 15 or ends.minute % 15:
            raise forms.ValidationError(f"{self.label}: {QUARTERS}")
        if starts == ends != dt.time.min:
            raise forms.ValidationError(f"{self.label}: {ALIKE}")
        return starts, ends
