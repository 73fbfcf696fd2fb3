"""Lessons as a learner reads them: the outline, one page, what is found, what was said."""
