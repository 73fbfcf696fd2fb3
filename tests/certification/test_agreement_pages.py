"""Agreement and drift as staff read them."""

import pytest
from django.test import Client

from certification.marking_queue import agreeing
from certification.models import AnchorScript, MarkingTask
from certification.operations import anchors
from certification.operations.marking import mark
from institute.accounts.roles import Role
from tests import certifying, make
from tests.certification import markers
from tests.certification.markers import examiner, given

pytestmark = pytest.mark.django_db


def test_figures_hide_below_ten_and_warn_below_thirty() -> None:
    few = agreeing.figures("Total", [(1, 1)] * 9)
    assert few.is_hidden
    assert few.kappa is few.icc is few.exact is None
    some = agreeing.figures("Total", [(1, 1), (2, 2)] * 5)
    assert some.is_provisional
    assert (some.kappa, some.icc, some.percent) == (1, 1, 100)
    assert not agreeing.figures("Total", [(1, 2), (2, 2)] * 15).is_provisional


def test_the_page_counts_pairs_and_says_why_it_shows_no_figure() -> None:
    first, second = markers.handed()
    markers.marked(first)
    markers.marked(second)
    client = Client()
    client.force_login(examiner())

    html = client.get("/marking/agreement/").content.decode()

    assert "One answer was marked twice." in html
    assert "Weighted kappa" not in html


def test_drift_shows_ones_own_and_everybodys_to_managers() -> None:
    version = certifying.item("essay")
    one, other = examiner(), examiner()
    for number, who in enumerate((one, other)):
        script = AnchorScript.objects.create(
            version=version, text="No.", levels={"path": 1, "tone": 1}, key=f"a{number}"
        )
        task = MarkingTask.objects.create(
            anchor=script, version=version, code="AAAA", round=1, marker=who, status="leased"
        )
        mark(task=task, marker=who, given=given(path=3))

    assert [found.marker for found in agreeing.drifts(one, everybody=False)] == [one]
    found = agreeing.drifts(one, everybody=True)
    assert len(found) == 2
    assert (found[0].bias_words, found[0].verdict) == ("+1.50", "Too few to say")
    client = Client()
    client.force_login(make.staff(Role.MANAGER))
    assert other.name in client.get("/marking/drift/").content.decode()


def test_anchors_come_from_files_once_and_only_where_they_fit() -> None:
    version = certifying.item("essay")
    version.item.key = "case-01"
    version.item.save()
    assert anchors.plant() == 0  # another rubric
    rubric = [
        {"key": key, "name": key, "hint": "", "levels": ["0", "1", "2", "3"]}
        for key in ("path", "float", "answer", "watch")
    ]
    fits = certifying.item("essay", rubric=rubric)
    version.item.key = "other"
    version.item.save()
    fits.item.key = "case-01"
    fits.item.save()

    assert anchors.plant() == anchors.plant() == AnchorScript.objects.count() > 0
