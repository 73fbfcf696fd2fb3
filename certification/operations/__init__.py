"""Every write of certification."""
