"""What certification contributes to pages of the roof."""

from certification.panels import governing, marking, renewal, sitting

assert governing
assert marking
assert renewal
assert sitting
