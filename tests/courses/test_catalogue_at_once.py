"""Two dates of a course whose seats change in the same moment: the catalogue counts both."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.db.models import F

from courses.models import CatalogueEntry, Cohort
from tests import make


def take_one(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(taken=F("taken") + 1)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_the_catalogue_counts_seats_of_two_dates_that_change_together() -> None:
    course = make.course()
    first, second = (make.cohort(course, places=5, starts_in_days=days) for days in (9, 20))

    def late() -> None:
        take_one(second)
        connection.close()

    waits = threading.Thread(target=late)
    with transaction.atomic():
        take_one(first)
        waits.start()
        time.sleep(0.5)  # long enough to stand before the row of the course
    waits.join()

    assert CatalogueEntry.objects.get(course=course).seats_left == 8
