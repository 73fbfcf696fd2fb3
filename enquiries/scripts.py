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
}


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


def lines() -> dict[str, Line]:
    """Every line in the version said today, by key."""
    first = {key: Line(key, 1, title, words) for key, (title, words) in FIRST.items()}
    kept = Wording.objects.filter(purpose=Purpose.SCRIPT, key__in=FIRST).current()
    return first | {row.key: Line(row.key, row.version, row.title, row.body) for row in kept}
