"""The shape of what people type about mentorship. No rules: those are operations."""
