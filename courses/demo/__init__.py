"""The demo institute's courses, people and places. Everything planted here is marked as demo."""
