"""Letters of certification."""
