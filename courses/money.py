"""Integer cents, and Ontario's HST on them."""

HST_PER_MILLE = 130
HST_WORDS = "HST 13%"


def hst_on(net_cents: int) -> int:
    """HST on an amount, rounded half up to the cent."""
    return (net_cents * HST_PER_MILLE + 500) // 1000
