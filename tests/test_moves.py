"""Status machines."""

import pytest

from courses.models import Enrolment, Status
from institute.errors import RuleBroken


def test_an_act_leads_to_its_target() -> None:
    place = Enrolment(status=Status.RESERVED)

    place.move("confirm")

    assert place.status == Status.CONFIRMED


def test_an_act_from_elsewhere_is_refused_in_words() -> None:
    place = Enrolment(status=Status.COMPLETED)

    with pytest.raises(RuleBroken, match="already completed"):
        place.move("cancel")
    assert place.status == Status.COMPLETED


def test_an_unknown_act_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(KeyError):
        Enrolment(status=Status.RESERVED).move("vanish")
