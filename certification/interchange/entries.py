"""What is found in a file of questions, whatever its format."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from institute.items.kinds import LEVELS, NO_RUBRIC, Question, missing, problems

PICTURE_IN_FILE = "@@PLUGINFILE@@/"  # how Moodle calls a file that comes with a question
LOST_PICTURE = re.compile(r"!\[[^\]]*\]\((?!@@PLUGINFILE@@/)[^)]*\)")


class NotAFile(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """The whole is not a file of this format; `str` says why."""


class Unlike(ValueError):  # noqa: N818 - it reads as a sentence where it is raised
    """One question is of a kind or a shape we do not have; `str` says which."""


@dataclass(frozen=True)
class Picture:
    """A picture that comes with a question, under the name its text calls it by."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Entry:
    """A question that can be taken, where it stands, and what a reader should know of it."""

    line: int
    question: Question
    notes: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Unread:
    """A question that cannot be taken, and why."""

    line: int
    title: str
    why: str


@dataclass(frozen=True)
class Places:
    """Where questions go whose file does not say: `domains` are slugs by name and by slug."""

    domain: str = ""
    level: str = "apply"
    domains: Mapping[str, str] = field(default_factory=dict)

    def domain_of(self, *names: str) -> str:
        """The first of the names that is a domain of ours, else the one chosen for the file."""
        for name in names:
            if found := self.domains.get(name.strip().casefold()):
                return found
        return self.domain


def entry(
    line: int, question: Question, pictures: Sequence[Picture] = (), *, lacks: str = NO_RUBRIC
) -> Entry | Unread:
    """The question if nothing is wrong with it, else why it is refused.

    `lacks` says of an essay why it came without a rubric, in the words of its format.
    """
    wrong = problems(question)
    if not question.domain:
        wrong.append("It names no domain of ours.")
    if wrong:
        return Unread(line, question.title[:120], " ".join(wrong))
    notes = [lacks if one == NO_RUBRIC else one for one in missing(question)]
    if LOST_PICTURE.search(_texts(question)):
        notes.append("A picture at another address was left out.")
    return Entry(line, _without_lost(question), tuple(notes), tuple(pictures))


def _texts(question: Question) -> str:
    lines = [one for part in ("choices", "left", "right") for one in question.options.get(part, [])]
    return "\n".join([question.stem, *(str(one["text"]) for one in lines)])


def _without_lost(question: Question) -> Question:
    stem = LOST_PICTURE.sub("", question.stem).strip()
    return replace(question, stem=stem or question.stem)


def guarded(line: int, title: str, make: Callable[[], Entry | Unread]) -> Entry | Unread:
    """What `make` finds; whatever is wrong with one question is said of that question."""
    try:
        return make()
    except Unlike as why:
        return Unread(line, title[:120], str(why))
    except (ValueError, LookupError, ArithmeticError):
        return Unread(line, title[:120], "Its parts do not fit together.")


def tagged(tags: Sequence[str], places: Places) -> tuple[str, str, bool]:
    """Domain, level and scenario from tags such as domain:risk, level:apply and scenario."""
    said = dict(one.split(":", 1) for one in tags if ":" in one)
    level = said.get("level", "").strip()
    return (
        said.get("domain", ""),
        level if level in LEVELS else places.level,
        "scenario" in tags,
    )


def tags_of(question: Question) -> list[str]:
    """The tags that `tagged` reads back."""
    tags = [f"domain:{question.domain}", f"level:{question.level}"]
    return [*tags, "scenario"] if question.scenario else tags


def titled(name: str, stem: str) -> str:
    """A title: the one given, else the first words of the question."""
    text = re.sub(r"(?:\\?_){3,}", "…", name or stem)
    plain = " ".join(re.sub(r"[#*_`\\|]|!\[[^\]]*\]\([^)]*\)", "", text).split())
    return plain if len(plain) <= 120 else plain[:119].rsplit(" ", 1)[0] + "…"
