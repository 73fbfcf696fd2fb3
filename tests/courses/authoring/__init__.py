"""Lessons as their authors meet them."""
