"""The measures of an exam read every question and save answers that count."""

import pytest

from certification.models import Response
from tests.bench import sitting
from tests.servers import web_server


@pytest.mark.django_db(transaction=True)
def test_every_page_is_a_question_and_every_answer_is_taken() -> None:
    at = sitting.desks(2)

    with web_server(workers=1) as port:
        base = f"http://127.0.0.1:{port}"
        assert sitting.read(base, at, 0.5).errors == 0
        assert sitting.save(base, at, 0.5).errors == 0

    assert Response.objects.count() == 2
