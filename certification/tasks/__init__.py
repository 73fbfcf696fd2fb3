"""Work of certification that happens while nobody waits."""

from certification.tasks import governing, marking, measuring, renewal, sitting

assert governing
assert marking
assert measuring
assert renewal
assert sitting
