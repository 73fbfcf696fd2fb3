"""Every declared letter, and how letters are written."""

import re
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.template import Context, TemplateDoesNotExist, engines
from django.template.base import Template
from hypothesis import given
from hypothesis import strategies as st

from institute.mail.consent import COMMERCIAL_TOPICS, MailClass
from institute.mail.letters import KINDS, Kind
from institute.mail.mime import Attachment, Body, compose
from institute.mail.operations.flattening import letter_template
from institute.mail.templatetags.promo import CommercialLineError

ENGINE: Any = engines["django"]
DECLARED = [kind for kind in KINDS.values() if not kind.name.startswith("post.")]
# What a reader takes for an offer. A letter that says it is commercial, whatever its author hoped.
OFFERS = re.compile(
    r"%\s*off\b|\bdiscount|\bspecial offer|\blimited time|\bearly[- ]bird|\bsave \$"
    r"|\bupgrade (now|to)|\bbuy (one|now)|\brefer a friend|\bpromo(tion| code)",
    re.IGNORECASE,
)


def by_name(kind: Kind) -> str:
    return kind.name


def source(kind: Kind, ending: str) -> str:
    template: Template = ENGINE.engine.get_template(f"{kind.template}.{ending}")
    return str(template.source)


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_letter_has_both_templates_on_the_brand_layout(kind: Kind) -> None:
    for ending in ("txt", "html"):
        try:
            words = source(kind, ending)
        except TemplateDoesNotExist:
            pytest.fail(f"templates/{kind.template}.{ending} is missing")
        assert f'{{% extends "email/layout.{ending}" %}}' in words


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_letter_has_a_subject_on_its_first_line(kind: Kind) -> None:
    assert re.search(r"{% block subject %}\s*\S", source(kind, "txt"))


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_promoting_line_stands_in_commercial_letters_only(kind: Kind) -> None:
    words = source(kind, "txt") + source(kind, "html")
    promotes = "{% promo %}" in words or OFFERS.search(words)
    if kind.mail_class != MailClass.COMMERCIAL:
        assert not promotes, f"{kind.name} promotes: its class is commercial"


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_class_and_topic_belong_together(kind: Kind) -> None:
    if kind.topic in COMMERCIAL_TOPICS:
        assert kind.mail_class == MailClass.COMMERCIAL
    if kind.mail_class == MailClass.COMMERCIAL:
        assert kind.topic in COMMERCIAL_TOPICS, "a reader must be able to switch it off"


@pytest.mark.parametrize("kind", DECLARED, ids=by_name)
def test_letter_says_why_it_came(kind: Kind) -> None:
    assert kind.why.startswith("You ")
    assert kind.why.endswith(".")


def test_promoting_line_in_another_class_raises() -> None:
    template = ENGINE.from_string("{% load promo %}{% promo %}Our next cohort{% endpromo %}")
    assert template.render({"mail_class": "commercial"}) == "Our next cohort"
    for mail_class in ("transactional", "reply", "security", ""):
        with pytest.raises(CommercialLineError):
            template.render({"mail_class": mail_class})


class Anything(dict[str, str]):
    """A context in which every name has a value."""

    def __contains__(self, name: object) -> bool:
        return name != "block"

    def __missing__(self, name: str) -> str:
        return f"the {name}"


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=by_name)
def test_flattened_letter_reads_the_same(kind: Kind) -> None:
    context = Anything(mail_class="commercial", why=kind.why)
    for ending in ("txt", "html"):
        path = f"{kind.template}.{ending}"
        flat = letter_template(ENGINE.engine, path)
        inherited = ENGINE.engine.get_template(path)
        assert flat.render(Context(context)) == inherited.render(Context(context))


def test_letter_that_repeats_its_parents_words_is_not_flattened() -> None:
    path = "post/emails/repeats.txt"
    flat = letter_template(ENGINE.engine, path)
    words = flat.render(Context({"phone": "555"}))
    assert "Questions? Reply, or call 555." in words
    assert "Hello, again" in words


# --- MIME ------------------------------------------------------------------------------------

HEADERS = {"From": "a@example.com", "To": "b@example.com", "Subject": "A subject"}
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n=. "))


def ended(words: str) -> str:
    """The words with the one line break they leave with."""
    return words.rstrip("\n") + "\n"


def parsed(headers: dict[str, str], body: Body) -> Any:
    return message_from_bytes(compose(headers, body, boundary="b0undary"), policy=policy.default)


@given(text=WORDS, html=WORDS)
def test_words_survive_the_wire(text: str, html: str) -> None:
    message = parsed(HEADERS, Body(text, html))
    plain, rich = message.iter_parts()
    assert plain.get_payload(decode=True).decode().replace("\r\n", "\n") == ended(text)
    assert rich.get_payload(decode=True).decode().replace("\r\n", "\n") == ended(html)


@given(text=WORDS)
def test_lines_on_the_wire_are_short_and_plain(text: str) -> None:
    data = compose(HEADERS, Body(text, text), boundary="b0undary")
    assert data.isascii()
    assert max(len(line) for line in data.split(b"\r\n")) <= 76
    assert b"\n" not in data.replace(b"\r\n", b"")


@given(content=st.binary(max_size=400), name=st.text(min_size=1, max_size=40))
def test_attachment_survives_the_wire(content: bytes, name: str) -> None:
    attached = Attachment(name, content, "application/pdf")
    message = parsed(HEADERS, Body("words", "words", [attached]))
    (found,) = message.iter_attachments()
    assert found.get_payload(decode=True) == content


@given(subject=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_subject_survives_the_wire(subject: str) -> None:
    subject = " ".join(subject.split()) or "x"
    message = parsed(HEADERS | {"Subject": subject}, Body("words", "words"))
    assert " ".join(message["Subject"].split()) == subject


@pytest.mark.parametrize("name", ["Subject", "To", "From"])
def test_header_cannot_break_out_of_its_line(name: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        compose(HEADERS | {name: "x\r\nBcc: all@example.com"}, Body("", ""), boundary="b")
