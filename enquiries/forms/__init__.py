"""The shapes of what people send, one file per page."""
