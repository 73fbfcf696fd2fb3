"""The shape of what a student sends when choosing and booking a time."""

import datetime as dt
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from courses.forms.fields import OnceToken
from institute.accounts.zones import KNOWN_ZONES, present_name
from mentorship.models import Mentor, Offer

LONGEST = 4_000
CHOOSE = "Choose a time."


class TimeForm(forms.Form):
    """A time with a mentor, and the form it is chosen in."""

    offer = forms.ModelChoiceField(
        queryset=Offer.objects.none(),
        to_field_name="slug",
        error_messages={
            "required": "Choose what you need.",
            "invalid_choice": "Choose one of the sessions this mentor gives.",
        },
    )
    start = forms.DateTimeField(error_messages={"required": CHOOSE, "invalid": CHOOSE})
    key = OnceToken()

    def __init__(self, data: QueryDict | None = None, *, mentor: Mentor) -> None:
        super().__init__(data)
        field = self.fields["offer"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = mentor.offers.all()

    def clean_start(self) -> dt.datetime:
        """The instant in UTC; seconds are never offered."""
        start: dt.datetime = self.cleaned_data["start"]
        if not 2000 <= start.year < 2100:
            raise forms.ValidationError(CHOOSE)
        return start.astimezone(dt.UTC)


class BookForm(TimeForm):
    """The same, with what the student wants to cover."""

    goals = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={
            "max_length": "Shorten this to %(limit_value)d characters. It is %(show_value)d now."
        },
    )


class AskForm(forms.Form):
    """Asking for another time than those that are free."""

    wish = forms.CharField(
        label="When would suit you, and what is it about?",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": "Say when would suit you, and what it is about."},
    )
    key = OnceToken()


def zone_asked(query: QueryDict, reader: ZoneInfo) -> ZoneInfo:
    """The zone somebody chose to read times in; the reader's own when it is none we know."""
    return zone_named(query.get("zone", ""), reader)


def zone_named(name: str, otherwise: ZoneInfo) -> ZoneInfo:
    """The zone of that name, as it is called today, when there is one."""
    name = present_name(name)
    return ZoneInfo(name) if name in KNOWN_ZONES else otherwise


def day_asked(query: QueryDict) -> dt.date | None:
    """A day of the week somebody wants to see; None when it is no day."""
    try:
        day = dt.date.fromisoformat(query.get("week", ""))
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def instant_asked(query: QueryDict) -> dt.datetime | None:
    """The instant of a link to a chosen time; None when it is none."""
    try:
        start = dt.datetime.fromisoformat(query.get("start", ""))
    except ValueError:
        return None
    sensible = start.tzinfo is not None and 2000 <= start.year < 2100
    return start.astimezone(dt.UTC) if sensible else None
