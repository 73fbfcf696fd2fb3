"""What we say about our credentials, and what anybody needs to check that without us."""
