"""Questions of every kind, for tests of files."""

from certification.interchange import Places
from institute.items.kinds import Question

PLACES = Places(domain="risk", domains={"risk": "risk", "delivery": "delivery"})


def _choices(*texts: str) -> dict[str, object]:
    return {"choices": [{"id": chr(97 + n), "text": text} for n, text in enumerate(texts)]}


RUBRIC = [
    {"key": "path", "name": "Finds the path", "hint": "A | B", "levels": ["No", "Part", "All"]},
    {"key": "tone", "name": "Says it", "hint": "", "levels": ["No", "Yes"]},
]
STEM = "Task *C* slips by {2} days: what now?\n\n| a | b |\n|---|---|\n| 1 | ~2 |"
EVERY_KIND = [
    Question(
        "r-1", "Float", "single", STEM, _choices("Ask = wait", "Go #2", "Stop"), {"right": ["b"]}
    ),
    Question("r-2", "Some", "multiple", STEM, _choices("A", "B", "C"), {"right": ["a", "c"]}),
    Question("r-3", "Days", "numeric", STEM, {"unit": "days"}, {"value": "26", "tolerance": "0.5"}),
    Question("r-4", "Order", "ordering", STEM, _choices("A", "B", "C"), {"order": ["c", "a", "b"]}),
    Question(
        "r-5",
        "Pairs",
        "matching",
        STEM,
        {
            "left": [{"id": "1", "text": "Risk"}, {"id": "2", "text": "Issue"}],
            "right": [
                {"id": "y", "text": "Has come"},
                {"id": "z", "text": "Never"},
                {"id": "x", "text": "May come"},
            ],
        },
        {"pairs": {"1": "x", "2": "y"}},
    ),
    Question(
        "r-6",
        "Word",
        "short",
        STEM,
        {},
        {"accept": ["5 * 2", "critical path"], "exact_case": False},
    ),
    Question(
        "r-7",
        "Case",
        "essay",
        STEM,
        {"words": 180, "exhibits": [{"title": "Task list", "text": "- A\n- B"}]},
        {"model_answer": "It holds.\n\nBecause."},
        RUBRIC,
        points="6",
    ),
]
