"""Credentials on paper and as pictures: the certificate, the badge, and what travels in them."""

from certification.credentials.drawing import badge_png, baked_badge, certificate_pdf
from certification.credentials.links import add_to_profile

__all__ = ["add_to_profile", "badge_png", "baked_badge", "certificate_pdf"]
