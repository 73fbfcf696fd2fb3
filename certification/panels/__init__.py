"""What certification contributes to pages of the roof."""

from certification.panels import governing, marking, sitting

assert governing
assert marking
assert sitting
