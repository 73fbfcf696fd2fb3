"""Work of certification that happens while nobody waits."""

from certification.tasks import bank, governing, marking, measuring, renewal, sitting

assert bank
assert governing
assert marking
assert measuring
assert renewal
assert sitting
