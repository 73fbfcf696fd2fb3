"""Work of certification that happens while nobody waits."""

from certification.tasks import governing, marking, measuring, sitting

assert governing and marking and measuring
assert sitting
