"""Work of certification that happens while nobody waits."""
