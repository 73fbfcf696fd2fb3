"""Figures and lists as a sentence has them."""

from collections.abc import Iterable


def weeks(number: float) -> str:
    """ "0.8 weeks", "1 week"."""
    text = f"{abs(number):.1f}".removesuffix(".0")
    return f"{text} week" if text == "1" else f"{text} weeks"


def points(number: float) -> str:
    """ "3.8 points", "1 point"."""
    text = f"{abs(number):.1f}".removesuffix(".0")
    return f"{text} point" if text == "1" else f"{text} points"


def date(at: float) -> str:
    """ "week 14.3"."""
    return f"week {at:.1f}".removesuffix(".0")


def share(part: float) -> str:
    return f"{100 * part:.0f} %"


def counted(number: float, one: str, many: str = "") -> str:
    """ "1 cut", "3 cuts", "no cuts"."""
    many = many or one + "s"
    return f"{number or 'no'} {one if number == 1 else many}"


def listed(names: Iterable[str], most: int = 9) -> str:
    """ "A, B and C"; what is beyond `most` is counted."""
    found = list(names)
    if len(found) > most:
        found = [*found[: most - 1], f"{len(found) - most + 1} more"]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"


def in_weeks(numbers: Iterable[int]) -> str:
    """ "in week 4", "in weeks 4, 5 and 9", "in weeks 1 to 8"."""
    found = sorted(set(numbers))
    if not found:
        return "in no week"
    word = "week" if len(found) == 1 else "weeks"
    return f"in {word} {listed(_runs(found))}"


def _runs(numbers: list[int]) -> list[str]:
    """Three weeks or more in a row are told by their ends."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [
        word
        for run in runs
        for word in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(one) for one in run])
    ]


def between(first: int, last: int) -> str:
    """ "Week 4", "Weeks 4 to 6"."""
    return f"Week {first}" if first == last else f"Weeks {first} to {last}"


def rounded(number: float) -> float:
    return round(number, 2) + 0.0
