"""Work of certification that happens while nobody waits."""

from certification.tasks import governing, measuring, sitting

assert governing and measuring
assert sitting
