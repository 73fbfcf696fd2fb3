"""A CV as it is sent: what it really is, and its words. Plain Python."""

from mentorship.cv_files.sending import (
    ALLOWED,
    CONTENT_TYPES,
    LARGEST,
    LONGEST,
    Cv,
    Kind,
    RefusedError,
    read_cv,
    safe_name,
)

__all__ = [
    "ALLOWED",
    "CONTENT_TYPES",
    "LARGEST",
    "LONGEST",
    "Cv",
    "Kind",
    "RefusedError",
    "read_cv",
    "safe_name",
]
