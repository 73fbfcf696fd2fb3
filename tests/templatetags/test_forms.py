"""A form as the reader meets it: the hint first, the error beside the field and once on top."""

from typing import Any

import pytest
from django import forms
from django.template import Context, Template


class Application(forms.Form):
    name = forms.CharField(help_text="As you want it on your certificate")
    email = forms.EmailField(error_messages={"invalid": "Enter an email address with an @"})
    pays = forms.ChoiceField(
        label="Who pays?",
        choices=[("me", "I do"), ("work", "My employer")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who pays"},
    )
    about = forms.CharField(widget=forms.Textarea, required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("about") == "full":
            raise forms.ValidationError("This cohort is full.")
        return self.cleaned_data


@pytest.fixture
def failed() -> Application:
    return Application({"name": "Ana", "email": "ana.example.com", "about": "full"})


def shown(source: str, form: forms.Form) -> str:
    return Template("{% load crispy_forms_tags %}" + source).render(Context({"form": form}))


def test_the_hint_stands_before_the_input() -> None:
    html = shown("{{ form|crispy }}", Application())

    assert html.index("As you want it") < html.index('name="name"')


def test_hint_and_error_are_tied_to_the_input(failed: Application) -> None:
    html = shown("{{ form|crispy }}", failed)

    assert 'aria-describedby="id_name_helptext"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert 'aria-invalid="true"' in html


def test_only_what_is_optional_is_marked() -> None:
    html = shown("{{ form|crispy }}", Application())

    assert html.count("(optional)") == 1
    assert "asteriskField" not in html


def test_choices_stand_in_a_fieldset_with_its_legend(failed: Application) -> None:
    html = shown("{{ form|crispy }}", failed)

    assert '<fieldset aria-describedby="id_pays_error">' in " ".join(html.split())
    assert "Who pays?" in html[html.index("<legend") : html.index("</legend>")]


def test_the_summary_links_each_problem_to_its_field(failed: Application) -> None:
    html = shown('{% include "_error_summary.html" with form=form %}', failed)

    assert "There is a problem" in html
    assert '<a href="#id_email">Enter an email address with an @</a>' in html
    assert '<a href="#id_pays_0">Say who pays</a>' in html
    assert "<li>This cohort is full.</li>" in html


def test_every_link_of_the_summary_leads_somewhere(failed: Application) -> None:
    html = shown('{% include "_error_summary.html" with form=form %}{{ form|crispy }}', failed)

    assert 'id="id_email"' in html
    assert 'id="id_pays_0"' in html


def test_a_page_that_places_the_summary_itself_says_it_once(failed: Application) -> None:
    html = shown('{% include "_error_summary.html" with form=form %}{{ form|crispy }}', failed)

    assert html.count("There is a problem") == 1


def test_a_form_without_a_summary_of_the_page_brings_its_own(failed: Application) -> None:
    assert shown("{{ form|crispy }}", failed).count("There is a problem") == 1


def test_a_form_that_was_not_sent_has_no_summary() -> None:
    assert "There is a problem" not in shown("{{ form|crispy }}", Application())


def test_what_was_typed_is_kept(failed: Application) -> None:
    assert 'value="ana.example.com"' in shown("{{ form|crispy }}", failed)
