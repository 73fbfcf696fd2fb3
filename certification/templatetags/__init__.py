"""Tags for pages of certification."""
