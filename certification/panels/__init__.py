"""What certification contributes to pages of the roof."""

from certification.panels import bank, credentials, governing, marking, measuring, renewal, sitting

assert bank
assert credentials
assert governing
assert marking
assert measuring
assert renewal
assert sitting
