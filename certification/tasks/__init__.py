"""Work of certification that happens while nobody waits."""

from certification.tasks import governing

assert governing
