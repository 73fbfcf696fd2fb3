"""Lessons, for whoever takes the course and for whoever teaches it."""
