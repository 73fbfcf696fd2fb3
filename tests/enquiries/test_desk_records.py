"""The desk's hours as staff records."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from enquiries.models import DeskAbsence, DeskShift
from enquiries.operations.do_not_call import stop_calling
from institute.accounts.models import User
from institute.accounts.operations import follow_roles
from institute.accounts.roles import Role
from tests import make

pytestmark = pytest.mark.django_db
RECORDS = [
    model
    for model in apps.get_app_config("enquiries").get_models()
    if admin.site.is_registered(model)
]


@pytest.fixture
def as_admin(client: Client) -> Client:
    someone = make.staff(Role.ADMIN)
    follow_roles(user=someone)
    client.force_login(someone)
    return client


@pytest.mark.parametrize("model", RECORDS)
def test_every_list_opens(as_admin: Client, desk: User, model: type[models.Model]) -> None:
    DeskShift.objects.create(staff=desk, weekday=0, starts=dt.time(9), ends=dt.time(12))
    stop_calling("416 555 0142", by=desk)
    make.enquiry()

    answer = as_admin.get(reverse(f"admin:enquiries_{model._meta.model_name}_changelist"))

    assert answer.status_code == 200


def test_a_shift_is_kept_by_the_name_of_its_day(as_admin: Client, desk: User) -> None:
    form = {"staff": desk.pk, "weekday": "2", "starts": "09:00", "ends": "12:00"}

    as_admin.post(reverse("admin:enquiries_deskshift_add"), form)

    assert DeskShift.objects.get().weekday == 2
    assert "Wednesday" in as_admin.get(reverse("admin:enquiries_deskshift_changelist")).text


def test_a_shift_that_ends_before_it_begins_is_refused_in_words(
    as_admin: Client, desk: User
) -> None:
    form = {"staff": desk.pk, "weekday": "2", "starts": "12:00", "ends": "09:00"}

    assert as_admin.post(reverse("admin:enquiries_deskshift_add"), form).status_code == 200
    assert not DeskShift.objects.exists()


def test_an_absence_is_kept(as_admin: Client, desk: User) -> None:
    form = {"staff": desk.pk, "during_0": "2026-11-24 09:00", "during_1": "2026-11-25 09:00"}

    as_admin.post(reverse("admin:enquiries_deskabsence_add"), form)

    assert DeskAbsence.objects.get().staff == desk


def test_a_number_not_to_call_cannot_be_taken_off_the_list(as_admin: Client) -> None:
    kept = stop_calling("416 555 0142", by=None)

    answer = as_admin.post(reverse("admin:enquiries_donotcall_delete", args=[kept.pk]))

    assert answer.status_code == 403


def test_no_question_is_deleted_from_the_records(as_admin: Client) -> None:
    kept = make.enquiry()

    answer = as_admin.post(
        reverse("admin:enquiries_enquiry_delete", args=[kept.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    kept.refresh_from_db()
