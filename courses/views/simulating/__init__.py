"""Pages on which simulations are chosen and played."""
