"""Pages of mentorship."""
