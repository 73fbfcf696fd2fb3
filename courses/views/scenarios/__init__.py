"""Pages on which staff write, check, try and publish scenarios."""
