"""Two windows at once: one link, one letter."""

import pytest

from courses.models import Debrief
from courses.operations import reflecting
from institute.mail.models import OutboundMessage
from tests import make
from tests.conftest import at_the_same_time
from tests.courses.debriefs.telling import read_by

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_windows_share_one_link() -> None:
    debrief = read_by(make.student())

    tokens = at_the_same_time(
        lambda _: reflecting.share(debrief=debrief).share_token or "", range(4)
    )

    assert set(tokens) == {Debrief.objects.get().share_token}


def test_a_comment_sent_from_two_windows_is_one_letter() -> None:
    debrief, teacher = read_by(make.student()), make.instructor()

    at_the_same_time(
        lambda _: reflecting.comment(debrief=debrief, by=teacher, text="Ask.", rubric={}),
        range(4),
    )

    assert OutboundMessage.objects.filter(kind="courses.debrief_commented").count() == 1
