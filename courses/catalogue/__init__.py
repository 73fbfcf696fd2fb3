"""The read side of the catalogue: what was asked for, what was found, and how a course reads."""
