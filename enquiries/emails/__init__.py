"""What we write to people who ask, and to the staff who answer them."""

from enquiries.emails.asking import enquiry_received

__all__ = ["enquiry_received"]
