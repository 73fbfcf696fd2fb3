"""The shape of what people type about places and money. No rules: those are operations."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from courses.forms.fields import OnceToken, line
from courses.models import Cohort, PaymentMethod
from courses.operations.enrolling import Terms
from courses.operations.invoicing import BillTo, Receipt

ME, EMPLOYER = "me", "employer"
LARGEST_PAYMENT = 100_000  # dollars; beyond that somebody slipped on the keyboard


class EnrolForm(forms.Form):
    """Who the student is on paper, and who pays."""

    form_token = OnceToken()
    legal_name = line(
        "Name on the invoice and the certificate",
        "Enter your name as it should stand on paper.",
        max_length=160,
        help_text="Your legal name, first name first. We keep it in your account.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    payer = forms.ChoiceField(
        label="Who pays?",
        choices=[(ME, "I pay"), (EMPLOYER, "My employer pays by invoice")],
        initial=ME,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who pays.",
            "invalid_choice": "Choose who pays.",
        },
    )
    company = line(
        "Company", max_length=160, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )
    address = line("Company address", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    purchase_order = line("Purchase order number", max_length=60)

    def __init__(self, *args: Any, asks_who_pays: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_who_pays:
            for name in ("payer", "company", "address", "purchase_order"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A company's invoice needs the company's name."""
        given = super().clean() or {}
        if given.get("payer") == EMPLOYER and not given.get("company"):
            self.add_error("company", "Enter the company the invoice goes to.")
        return given

    @property
    def terms(self) -> Terms:
        """How the place is paid for."""
        given = self.cleaned_data
        if given.get("payer") != EMPLOYER:
            return Terms()
        return Terms(BillTo(given["company"], given["address"], given["purchase_order"]))


class PaymentForm(forms.Form):
    """Money as the desk writes it down."""

    RECEIVED, REFUNDED = "received", "refunded"

    form_token = OnceToken()
    direction = forms.ChoiceField(
        label="What happened",
        choices=[(RECEIVED, "We received it"), (REFUNDED, "We sent it back")],
        initial=RECEIVED,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it came in or went back."},
    )
    method = forms.ChoiceField(
        label="How",
        choices=PaymentMethod.choices,
        initial=PaymentMethod.E_TRANSFER,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the money moved."},
    )
    amount = forms.DecimalField(
        label="Amount in dollars",
        min_value=Decimal("0.01"),
        max_value=LARGEST_PAYMENT,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": "Enter the amount.",
            "invalid": "Enter the amount in dollars, like 3898.50.",
            "min_value": "Enter an amount above zero.",
            "max_value": f"Enter an amount up to {LARGEST_PAYMENT:,} dollars.",
            "max_decimal_places": "Enter dollars and cents, like 3898.50.",
        },
    )
    received_on = forms.DateField(
        label="Date",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Enter the date.",
            "invalid": "Enter the date as year-month-day, like 2027-01-11.",
        },
    )
    reference = line(
        "Reference", max_length=80, help_text="Confirmation or cheque number, as on the statement."
    )

    def __init__(self, data: QueryDict | None = None, *, owed_cents: int = 0) -> None:
        self.today = timezone.localdate()
        initial = {"received_on": self.today, "amount": f"{owed_cents / 100:.2f}"}
        super().__init__(data, initial=initial)

    def clean_received_on(self) -> dt.date:
        """Money that has not come yet cannot be recorded."""
        day: dt.date = self.cleaned_data["received_on"]
        if day > self.today:
            raise forms.ValidationError("Enter a date that is not in the future.")
        return day

    @property
    def receipt(self) -> Receipt:
        """The payment, negative when it went back."""
        given = self.cleaned_data
        sign = -1 if given["direction"] == self.REFUNDED else 1
        cents = sign * int(given["amount"] * 100)
        return Receipt(given["method"], cents, given["received_on"], given["reference"])


class SponsorForm(forms.Form):
    """A place somebody vouches for."""

    email = forms.EmailField(
        label="Email of the student's account",
        error_messages={
            "required": "Enter the email of the student's account.",
            "invalid": "Enter an email address with an @, like name@example.com.",
        },
    )
    sponsor = line(
        "Who sponsors the place",
        "Enter who sponsors the place.",
        max_length=160,
        help_text="A company, a fund or “TPM Institute”. The student sees it.",
    )


class LeavingForm(forms.Form):
    """Why a student gives their own place back, if they like to say."""

    reason = line(
        "What made you change your mind?",
        max_length=400,
        help_text="It helps us plan. A person reads it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why the staff give a place back; the student reads it."""

    reason = line(
        "Reason",
        max_length=400,
        help_text="The student reads it in the letter.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class TransferForm(forms.Form):
    """The date a place moves to."""

    cohort = forms.ModelChoiceField(
        label="New date",
        queryset=Cohort.objects.none(),
        empty_label="Choose a date",
        error_messages={
            "required": "Choose the new date.",
            "invalid_choice": "That date is not open any more. Choose another.",
        },
    )

    def __init__(self, *args: Any, leaving: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cohort"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Cohort.objects.upcoming().besides(leaving).with_seats().with_course()
