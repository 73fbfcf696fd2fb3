"""What the desk fills in when an enquiry becomes a place or a request for a mentor."""

from typing import Any

from django import forms

from courses.forms import EnrolForm
from courses.forms.fields import line
from courses.forms.places import EMPLOYER, ME
from courses.models import Cohort
from enquiries.models import Enquiry
from enquiries.operations.converting import Wish
from enquiries.operations.inviting import LONGEST_NAME, Applicant
from institute import panels


class ApplicantFields(forms.Form):
    """Who is to be enrolled; somebody with an account has said so already."""

    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="The invitation to choose a password goes here.",
        error_messages={
            "required": "An account needs an email address. Ask for one.",
            "invalid": "Enter an email address with an @, like name@example.com.",
        },
    )
    name = line("Name", "Enter their name.", max_length=LONGEST_NAME)

    def known(self, enquiry: Enquiry) -> None:
        """Fill in what we know, and do not ask again for what an account says."""
        person = enquiry.person
        if person and person.account:
            del self.fields["email"], self.fields["name"]
            return
        self.initial["email"] = enquiry.email or (person.email if person else "")
        self.initial["name"] = person.name if person else enquiry.name

    @property
    def applicant(self) -> Applicant:
        """As staff typed it."""
        given = self.cleaned_data
        names = ("email", "name", "legal_name")
        return Applicant(**{name: given.get(name, "") for name in names})


class PlaceForm(ApplicantFields, EnrolForm):
    """A place in a cohort: who, which date, and who pays."""

    cohort = forms.ModelChoiceField(
        queryset=Cohort.objects.none(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose a date.",
            "invalid_choice": "This date takes no enrolments any more. Choose another one.",
        },
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["form_token"]  # the enquiry itself is converted once
        self._word()
        self.known(enquiry)
        person = enquiry.person
        known = person.account.legal_name if person and person.account else ""
        self.initial["legal_name"] = known or self.initial.get("name", "")

    def _word(self) -> None:
        """The desk speaks about somebody; the public form speaks to them."""
        dates = self.fields["cohort"]
        assert isinstance(dates, forms.ModelChoiceField)
        dates.queryset = Cohort.objects.upcoming().with_course()
        paper = self.fields["legal_name"]
        paper.help_text = "Their legal name, first name first."
        paper.error_messages["required"] = "Enter the name as it should appear on paper."
        paper.widget.attrs["autocomplete"] = "off"
        payer = self.fields["payer"]
        assert isinstance(payer, forms.ChoiceField)
        payer.choices = [(ME, "They pay"), (EMPLOYER, "Their employer pays by invoice")]


class MentoringForm(ApplicantFields):
    """A request for a mentor: what they want, and why."""

    prefix = "mentoring"
    offer = forms.ChoiceField(
        label="What they want",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what they want from a mentor.",
            "invalid_choice": "Choose what they want from a mentor.",
        },
    )
    wish = line(
        "What it is about",
        max_length=10_000,
        help_text="The mentor reads this first: the role, the date, the problem.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, enquiry: Enquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer = self.fields["offer"]
        assert isinstance(offer, forms.ChoiceField)
        offer.choices = panels.opening("mentorship").choices()
        self.known(enquiry)
        self.initial["wish"] = enquiry.question

    @property
    def request(self) -> Wish:
        """What they want of a mentor."""
        return Wish(self.cleaned_data["offer"], self.cleaned_data["wish"])
