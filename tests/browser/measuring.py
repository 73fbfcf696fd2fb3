"""Forms, panels and item health, each in the states a reader may find them in."""

from django.urls import reverse

from certification.models import ExamForm
from certification.operations import measuring, standards
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying, make
from tests.certification.panels import cut_at, rate_all
from tests.certification.test_forms import blueprint
from tests.certification.test_health import sat_by


def of_manager(manager: User) -> list[str]:
    """A draft, a form that 31 people sat, a signed panel, and one with a question to rate."""
    form, draft, fresh = sat_by(31), certifying.form(status="draft"), certifying.form()
    analysis = measuring.ask_analysis(form=form, by=None)
    measuring.analyse_on(analysis.pk)
    signed = cut_at(form, 60).setting
    return [
        *(reverse(f"certification:{name}") for name in ("forms", "form_new", "forms_apart")),
        *(reverse(f"certification:{name}") for name in ("blueprint_new", "standards", "health")),
        *(one.get_absolute_url() for one in (blueprint(), form, draft, signed)),
        reverse("certification:standard_new", args=[fresh.public_id]),
        reverse("certification:form_health", args=[form.public_id]) + "?cut=3",
        reverse("certification:form_health", args=[fresh.public_id]),
        reverse("certification:health_item", args=[form.public_id, 1]),
        *_rating(manager, fresh),
    ]


def _rating(manager: User, form: ExamForm) -> list[str]:
    """A panel the manager sits on, in round 2."""
    setting = standards.open_panel(
        form=form,
        panel=[manager, make.instructor(), make.instructor()],
        borderline="Knows the words.",
        by=make.staff(Role.EXAMINER),
    )
    for one in setting.panel.all():
        rate_all(one, 55)
    standards.close_round(setting=setting, by=setting.led_by)
    return [setting.get_absolute_url(), f"{setting.get_absolute_url()}rate/"]
