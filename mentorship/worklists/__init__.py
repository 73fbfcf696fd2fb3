"""What pages of mentorship show, read once."""
