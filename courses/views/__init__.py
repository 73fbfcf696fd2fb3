"""The pages of courses, one module per subject."""
