"""The pipeline's pages notice every enquiry and every promise that is kept or changed."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from enquiries.models import Enquiry, Promise
from enquiries.worklists import pulse


@receiver(post_save, sender=Enquiry)
@receiver(post_save, sender=Promise)
def noticed(sender: object, **given: Any) -> None:
    """Whoever looks at the board or at their list sees it within seconds."""
    pulse.changed()
