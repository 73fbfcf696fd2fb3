"""Options and keys from plain texts, numbered through."""

from collections.abc import Sequence


def lettered(texts: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Choices with ids a, b, c from texts and what is said of each."""
    return [
        {"id": chr(ord("a") + n), "text": text} | ({"why": why} if why else {})
        for n, (text, why) in enumerate(texts[:26])
    ]


def paired(pairs: Sequence[tuple[str, str]]) -> tuple[dict[str, object], dict[str, object]]:
    """Options and key of a matching item; a pair without a left side is a distractor."""
    right = list(dict.fromkeys(b for _, b in pairs))
    ids = {text: f"x{n}" for n, text in enumerate(right, 1)}
    left = [(a, b) for a, b in pairs if a]
    options: dict[str, object] = {
        "left": [{"id": str(n), "text": a} for n, (a, _) in enumerate(left, 1)],
        "right": [{"id": ids[text], "text": text} for text in right],
    }
    return options, {"pairs": {str(n): ids[b] for n, (_, b) in enumerate(left, 1)}}
