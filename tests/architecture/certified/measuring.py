"""What the addresses of forms, cut scores and item health ask for."""

from typing import Any

from institute.accounts.models import User
from tests import certifying
from tests.certification.panels import panel


def arguments(owner: User) -> dict[str, dict[str, Any]]:
    """By address, as `certification:name`."""
    assert owner
    setting = panel(certifying.form())
    form = {"public_id": setting.form.public_id}
    seat = {"public_id": setting.public_id}
    question = form | {"position": 1}
    return {
        "certification:form": form,
        "certification:form_publish": form,
        "certification:form_retire": form,
        "certification:form_discard": form,
        "certification:standard_new": form,
        "certification:blueprint": {"pk": setting.form.blueprint_id},
        "certification:standard": seat,
        "certification:standard_rate": seat,
        "certification:standard_finish": seat,
        "certification:standard_close": seat,
        "certification:standard_sign": seat,
        "certification:standard_abandon": seat,
        "certification:form_health": form,
        "certification:health_analyse": form,
        "certification:health_item": question,
        "certification:health_rule": question,
    }
