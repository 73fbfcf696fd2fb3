"""Volume at the desk: as true as what is planted row by row."""

import pytest
from django.core.management import call_command

from enquiries.demo.scale import add_enquiries, add_people
from enquiries.models import OPEN, ContactPoint, Enquiry, Person, Status, StatusChange

pytestmark = pytest.mark.django_db


def test_every_question_has_a_person_and_the_stage_its_changes_led_to() -> None:
    add_enquiries(40)

    assert Enquiry.objects.filter(person__points__kind="email").count() == 40
    assert set(Enquiry.objects.values_list("status", flat=True)) >= {Status.NEW, Status.LOST}
    for enquiry in Enquiry.objects.prefetch_related("changes"):
        changes = sorted(enquiry.changes.all(), key=lambda one: one.pk)
        assert enquiry.status == (changes[-1].became if changes else Status.NEW)
        assert (enquiry.next_action_at is not None) == (enquiry.status in OPEN)


def test_more_can_be_added_at_any_time() -> None:
    add_enquiries(15)
    add_people(10)
    add_enquiries(15)
    add_people(10)

    assert Person.objects.count() == 50
    assert ContactPoint.objects.count() == 100
    assert Enquiry.objects.count() == 34  # and one person in five of the others asks
    assert StatusChange.objects.exists()


def test_the_command_shows_how_far_it_is(
    capsys: pytest.CaptureFixture[str], settings: object
) -> None:
    call_command("seed_scale", enquiries=20, contacts=20)

    said = capsys.readouterr().err
    assert "20/20" in said
    assert "contacts" in said
