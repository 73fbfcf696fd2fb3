"""Courses, cohorts and places as staff records: statuses are read, acts change them."""

from courses.admin import catalogue, cohorts, places

__all__ = ["catalogue", "cohorts", "places"]
