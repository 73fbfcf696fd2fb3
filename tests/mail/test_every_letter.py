"""A message that promotes never leaves through another class; shown for every declared email."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template import Context, engines
from django.template.base import Template
from django.utils import timezone

from institute.accounts.models import User
from institute.mail import queue
from institute.mail.consent import COMMERCIAL_TOPICS, MailClass, Topic
from institute.mail.letters import KINDS, Kind, Letter, letter
from institute.mail.models import OutboundMessage, Status
from institute.mail.operations import deliver, draft, mailbox_of, unsubscribe
from institute.mail.operations.checking import Ready, strictest
from institute.mail.operations.rendering import words_for
from institute.mail.templatetags.promo import CommercialLineError
from tests.mail.post import emails

pytestmark = pytest.mark.django_db
ENGINE: Any = engines["django"]
DECLARED = [kind for kind in KINDS.values() if not kind.name.startswith("post.")]
COMMERCIAL = [kind for kind in DECLARED if kind.mail_class == MailClass.COMMERCIAL]
OTHERS = [kind for kind in DECLARED if kind.mail_class != MailClass.COMMERCIAL]
OTHER_CLASSES = [one for one in MailClass if one != MailClass.COMMERCIAL]


def by_name(kind: Kind) -> str:
    return kind.name


class Anything(dict[str, Any]):
    """A context in which every name has a value."""

    def __contains__(self, name: object) -> bool:
        return name not in {"block", "forloop"}

    def __missing__(self, name: str) -> str:
        return f"the {name}"

    def __or__(self, other: dict[str, Any]) -> "Anything":  # type: ignore[override]
        return Anything({**self, **other})


def written(kind: Kind, **context: Any) -> OutboundMessage:
    return OutboundMessage(
        kind=kind.name,
        mail_class=kind.mail_class,
        topic=kind.topic,
        to_address="ana@example.com",
        about_type="accounts.user",
        about_id="1",
        dedupe_key=kind.name,
        context=context,
        queued_at=timezone.now(),
    )


def source(kind: Kind, ending: str) -> str:
    template: Template = ENGINE.engine.get_template(f"{kind.template}.{ending}")
    return str(template.source)


# --- Each reads, and ends as the law asks ----------------------------------------------------


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_letter_reads_in_both_forms_with_its_footer(kind: Kind) -> None:
    row = written(kind)
    row.context = Anything(subject="A subject")
    ready = Ready(row, kind, None, mailbox_of("ana@example.com").token)

    words = words_for(ready)

    for form in (words.text, words.html):
        assert "TPM Institute, 1 Example Street, Toronto, Ontario" in form
        assert "(905) 282-9318" in form
        assert kind.why.replace("'", "&#x27;") in form or kind.why in form
        has_way_out = "/email/" in form
        assert has_way_out == (kind.mail_class != MailClass.SECURITY)
        stops = "Stop these emails, or change which you get" in form
        assert stops == (kind.mail_class == MailClass.COMMERCIAL)
    assert words.subject


@pytest.mark.parametrize("kind", COMMERCIAL, ids=by_name)
def test_commercial_letter_marks_what_promotes(kind: Kind) -> None:
    for ending in ("txt", "html"):
        assert "{% promo %}" in source(kind, ending), f"{kind.template}.{ending}"


@pytest.mark.parametrize("mail_class", OTHER_CLASSES)
@pytest.mark.parametrize("kind", COMMERCIAL, ids=by_name)
def test_words_of_a_commercial_letter_cannot_be_written_as_another_class(
    kind: Kind, mail_class: MailClass
) -> None:
    for ending in ("txt", "html"):
        template = ENGINE.engine.get_template(f"{kind.template}.{ending}")
        with pytest.raises(CommercialLineError):
            template.render(Context(Anything(mail_class=str(mail_class), subject="A")))


@pytest.mark.parametrize("kind", OTHERS, ids=by_name)
def test_other_letters_carry_no_line_that_promotes(kind: Kind) -> None:
    assert "{% promo" not in source(kind, "txt") + source(kind, "html")


# --- Its class is that of its declaration ----------------------------------------------------


@pytest.mark.parametrize("mail_class", OTHER_CLASSES)
@pytest.mark.parametrize("kind", COMMERCIAL, ids=by_name)
def test_commercial_letter_cannot_be_declared_again_as_another_class(
    kind: Kind, mail_class: MailClass
) -> None:
    def milder() -> Letter:
        raise AssertionError

    app, name = kind.name.split(".")
    milder.__module__, milder.__name__ = f"{app}.emails", name

    with pytest.raises(ValueError, match="is declared as commercial"):
        letter(mail_class, Topic.ENQUIRY, why="You asked.")(milder)
    assert KINDS[kind.name] == kind


@pytest.mark.parametrize("kind", COMMERCIAL, ids=by_name)
def test_kind_cannot_be_changed_in_place(kind: Kind) -> None:
    with pytest.raises(AttributeError):
        kind.mail_class = MailClass.TRANSACTIONAL  # type: ignore[misc]


def test_class_of_a_row_is_that_of_its_kind_whatever_the_letter_says(ada: User) -> None:
    assert not {"mail_class", "topic"} & set(Letter.__dataclass_fields__)
    assert draft(emails.news(ada)).mail_class == MailClass.COMMERCIAL


def test_letter_passed_off_as_another_kind_carries_that_kinds_words(ada: User) -> None:
    queue(replace(emails.news(ada), kind="post.reminder"))
    row = OutboundMessage.objects.get()
    ready = Ready(row, KINDS["post.reminder"], None, mailbox_of(ada.email).token)

    assert "Twelve cohorts" not in words_for(ready).text


def test_letter_nobody_declared_is_not_queued(ada: User) -> None:
    with pytest.raises(KeyError):
        queue(Letter(to=ada.email, about=ada, context={}, kind="post.smuggler"))
    with pytest.raises(KeyError):
        queue(Letter(to=ada.email, about=ada, context={}))


@pytest.mark.parametrize("topic", COMMERCIAL_TOPICS)
@pytest.mark.parametrize("mail_class", OTHER_CLASSES)
def test_database_refuses_a_topic_that_promotes_in_another_class(
    mail_class: MailClass, topic: Topic, ada: User
) -> None:
    queue(emails.news(ada))
    rows = OutboundMessage.objects.all()

    with (
        pytest.raises(IntegrityError, match="what_promotes_leaves_as_commercial"),
        transaction.atomic(),
    ):
        rows.update(mail_class=mail_class, topic=topic)


@pytest.mark.parametrize("mail_class", OTHER_CLASSES)
def test_row_rewritten_by_hand_still_obeys_the_rules_of_its_kind(
    mail_class: MailClass, ada: User
) -> None:
    queue(emails.news(ada))
    unsubscribe(ada.email)
    OutboundMessage.objects.update(
        mail_class=mail_class, topic=Topic.ENROLMENT, status=Status.QUEUED
    )
    row = OutboundMessage.objects.get()

    assert row.declared
    assert strictest(row, row.declared) == MailClass.COMMERCIAL
    deliver()
    row.refresh_from_db()
    assert row.status == Status.SUPPRESSED


def test_promoting_line_in_a_milder_letter_never_leaves(ada: User) -> None:
    queue(emails.smuggled(ada))

    deliver()

    row = OutboundMessage.objects.get()
    assert row.status != Status.SENT
    assert "CommercialLineError" in row.error


def test_every_commercial_email_is_known_here() -> None:
    """A new one is added on purpose: its reader must be able to stop it."""
    assert {kind.name for kind in COMMERCIAL} == {
        "enquiries.consent_request",
        "enquiries.follow_up",
        "enquiries.news_written",
    }
    assert all(kind.topic in COMMERCIAL_TOPICS for kind in COMMERCIAL)


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_subject_stands_in_one_line(kind: Kind) -> None:
    head = source(kind, "txt").partition("{% block subject %}")[2].partition("{% endblock")[0]
    assert not re.search(r"\n", head)
