"""A rule said no, in words for the reader."""


class RuleBroken(Exception):  # noqa: N818 - it reads as a sentence where it is raised
    """Raised by operations; views show `str(rule)` beside the form and offer `instead`."""

    def __init__(self, message: str, *, instead: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.instead = instead
