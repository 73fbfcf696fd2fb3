"""The drawings: well formed whatever things are called, and nothing written outside of them."""

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest

from courses.debriefs.report import Report
from tests.courses.debriefs.telling import parts_of

SHARP = "<b>Q&A</b> \u201cwith\u201d 'quotes'"
PLACE = re.compile(r'<text[^>]* x="([-\d.]+)" y="([-\d.]+)"')


def drawings(report: Report) -> list[str]:
    charts = (
        *(report.handover_chart, report.driving_chart, report.slip_chart),
        *(report.families_chart, report.forecast_chart, report.risks_chart),
    )
    return [*charts, *(drawn for _, _, drawn in report.burn_charts)]


def renamed() -> Report:
    """The debrief with every name turned into something that would break a page."""
    named = f'"name": {json.dumps(SHARP)}'
    text = re.sub(r'"name": "[^"]*"', lambda _: named, json.dumps(parts_of()))
    return Report(json.loads(text))


def as_it_is() -> Report:
    return Report(parts_of())


@pytest.mark.parametrize("made", [as_it_is, renamed])
def test_every_drawing_is_well_formed_and_keeps_to_its_frame(made: Callable[[], Report]) -> None:
    for drawn in drawings(made()):
        _, _, wide, high = map(float, ET.fromstring(drawn).attrib["viewBox"].split())
        for x, y in PLACE.findall(drawn):
            assert 0 <= float(x) <= wide
            assert 0 <= float(y) <= high


def test_every_drawing_is_told_in_words() -> None:
    told = [ET.fromstring(one).attrib["aria-label"] for one in drawings(renamed())]

    assert all(len(words) > 20 for words in told)
