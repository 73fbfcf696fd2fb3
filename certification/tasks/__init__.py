"""Work of certification that happens while nobody waits."""

from certification.tasks import governing, measuring

assert governing and measuring
