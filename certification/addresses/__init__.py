"""Addresses of certification, by the work they belong to."""
