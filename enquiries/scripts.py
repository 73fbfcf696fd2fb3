"""What is said at the desk, word for word. The version is the evidence of what was said."""

from dataclasses import dataclass

from enquiries.models import Purpose, Wording

# The words the Institute starts with: version 1 of each, kept here for a desk without any.
FIRST: dict[str, tuple[str, str]] = {
    "desk-open": (
        "Open",
        (
            "Thank you for calling the TPM Institute, this is {name}. "
            "May I take your number in case we are cut off?"
        ),
    ),
    "desk-calling": (
        "Open",
        (
            "Hello, this is {name} from the TPM Institute. You asked us something and I have an "
            "answer. Is this a good moment?"
        ),
    ),
    "desk-course": (
        "A course",
        "What do you run today, and what do you want to be able to do that you cannot do now?",
    ),
    "desk-certification": (
        "Certification",
        "How long have you run programs, and is there a date by which you need the certificate?",
    ),
    "desk-mentorship": (
        "Mentoring, interview, CV",
        "What is the role, and when is the interview? We plan backwards from that date.",
    ),
    "desk-student": (
        "Already a student",
        "Which cohort are you in? I have your record open; tell me what you need before class.",
    ),
    "desk-other": (
        "Something else",
        "Tell me what you are looking for. I will say whether we do it, or who does.",
    ),
    "desk-consent": (
        "Consent",
        "May we email you about our courses and certification? You can stop any time. Yes or no?",
    ),
    "desk-promise": (
        "Promise",
        "I will {promise} by {time} your time, that is {here} here in Toronto.",
    ),
    "desk-close": (
        "Close",
        (
            "You will get a message in the next minute with what we agreed and my direct reply "
            "address."
        ),
    ),
    "desk-goodbye": (
        "Close",
        "I have written down what we agreed, and it stays with your question. Goodbye.",
    ),
}

CONSENT = "desk-consent"
# When each is said, in the order of a call.
SAID: dict[str, str] = {
    "desk-open": "First words, when they call",
    "desk-calling": "First words, when we call",
    "desk-course": "They ask about a course",
    "desk-certification": "They ask about certification",
    "desk-mentorship": "They ask about mentoring, an interview or a CV",
    "desk-student": "They are a student of ours",
    "desk-other": "They ask about something else",
    CONSENT: "We ask whether we may email them",
    "desk-promise": "We promise something",
    "desk-close": "Last words, when we have an email address",
    "desk-goodbye": "Last words, when we have no email address",
}
_NAME = {"name": "The name of whoever is at the desk"}
_PROMISE = {
    "promise": "What was promised",
    "time": "The day and the time on their clock",
    "here": "The time in Toronto",
}
# The words of consent have none: they are kept as evidence, and are the same for everyone.
BLANKS: dict[str, dict[str, str]] = {
    "desk-open": _NAME,
    "desk-calling": _NAME,
    "desk-promise": _PROMISE,
}
NEEDED: dict[str, tuple[str, ...]] = {"desk-promise": ("promise", "time")}
EXAMPLE = {"promise": "send the syllabus", "time": "Tuesday 14:00", "here": "17:00"}


@dataclass(frozen=True)
class Line:
    """One line of the script, in the version said today."""

    key: str
    version: int
    title: str
    words: str

    @property
    def evidence(self) -> str:
        """How the version is named beside what was said: "desk-consent v1"."""
        return f"{self.key} v{self.version}"

    def said(self, **blanks: str) -> str:
        """The words with their blanks filled in; a blank nobody filled stays as it is."""
        words = self.words
        for blank, filling in blanks.items():
            words = words.replace(f"{{{blank}}}", filling)
        return words


def lines(consent: str = "") -> dict[str, Line]:
    """Every line in the version said today, by key.

    `consent` names the version of the question that a call began with; it stays the one asked.
    """
    first = {key: Line(key, 1, title, words) for key, (title, words) in FIRST.items()}
    kept = Wording.objects.filter(purpose=Purpose.SCRIPT, key__in=FIRST).current()
    said = first | {row.key: _line(row) for row in kept}
    if consent not in ("", said[CONSENT].evidence):
        said[CONSENT] = _consent_of(consent) or said[CONSENT]
    return said


def last_words(*, by_email: bool) -> Line:
    """What is said before they hang up; a message is announced only where one can be sent."""
    return lines()["desk-close" if by_email else "desk-goodbye"]


def consent_now() -> str:
    """The version in which we ask today whether we may email somebody."""
    return lines()[CONSENT].evidence


def _consent_of(evidence: str) -> Line | None:
    _, _, version = evidence.rpartition(" v")
    if not version.isdigit():
        return None
    row = Wording.objects.filter(purpose=Purpose.SCRIPT, key=CONSENT, version=version).first()
    if row:
        return _line(row)
    return Line(CONSENT, 1, *FIRST[CONSENT]) if version == "1" else None


def _line(row: Wording) -> Line:
    return Line(row.key, row.version, row.title, row.body)
