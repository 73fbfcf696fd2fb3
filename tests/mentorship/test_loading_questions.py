"""The bank and the rubric come from the content, the same however often they are loaded."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.migrations.state import ProjectState

from institute.accounts.models import User
from mentorship.apps import load_bank as after_migrate
from mentorship.models import Criterion, Question, QuestionUse, Rubric
from mentorship.operations import bank

pytestmark = pytest.mark.django_db
Edit = Callable[[str, str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """A copy of the content, in which words can be replaced."""
    content = tmp_path / "content"
    copytree(bank.CONTENT, content)
    monkeypatch.setattr(bank, "CONTENT", content)

    def replaced(old: str, new: str) -> None:
        path = content / "questions" / "risk.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replaced


def said() -> str:
    out = StringIO()
    call_command("load_questions", stdout=out)
    return out.getvalue()


def test_migrating_has_loaded_the_bank_and_loading_again_changes_nothing() -> None:
    before = list(Question.objects.values()), list(Criterion.objects.values())

    assert " questions, 0 new, 0 retired" in said()
    assert (list(Question.objects.values()), list(Criterion.objects.values())) == before
    assert Question.objects.in_use().count() >= 120


def test_an_empty_database_gets_the_whole_bank() -> None:
    Question.objects.all().delete()
    Rubric.objects.all()[0].criteria.all().delete()

    loaded = bank.load_bank()

    assert loaded.new == loaded.questions == Question.objects.count()
    assert Rubric.objects.newest().criteria.count() == 6


def test_better_words_reach_the_question_that_has_them(edit: Edit) -> None:
    question = Question.objects.filter(criterion="risk")[0]
    edit(f'prompt = "{question.prompt[:20]}', 'prompt = "In your own words: ')

    bank.load_bank()

    question.refresh_from_db()
    assert question.prompt.startswith("In your own words: ")


def test_a_question_that_left_the_content_is_retired_and_stays_heard(
    edit: Edit, student: User
) -> None:
    question = Question.objects.filter(criterion="risk")[0]
    use = QuestionUse.objects.create(student=student, question=question)
    edit(f'key = "{question.key}"', 'key = "another-key"')

    loaded = bank.load_bank()

    question.refresh_from_db()
    assert (loaded.new, loaded.retired, question.is_retired) == (1, 1, True)
    assert QuestionUse.objects.get() == use


@pytest.mark.parametrize(
    "new",
    ['criterion = "charm"', 'criterion = "'],
)
def test_content_that_contradicts_itself_is_refused_and_changes_nothing(
    edit: Edit, new: str
) -> None:
    edit('criterion = "risk"', new)

    with pytest.raises(CommandError):
        said()
    assert not Question.objects.filter(criterion="charm").exists()


def test_a_key_that_stands_twice_is_named(edit: Edit) -> None:
    first, second = Question.objects.filter(criterion="risk").order_by("pk")[:2]
    edit(f'key = "{second.key}"', f'key = "{first.key}"')

    with pytest.raises(CommandError, match=f"Two questions are called {first.key}"):
        said()


def test_a_migration_back_to_before_the_bank_loads_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr(bank, "load_bank", lambda: calls.append(1))

    after_migrate(apps=ProjectState().apps)
    assert calls == []

    after_migrate(apps=apps)
    assert calls == [1]
