"""What certification contributes to pages of the roof."""

from certification.panels import governing, sitting

assert governing
assert sitting
