"""Marks commercial lines in letters: `{% promo %}Our next cohort…{% endpromo %}`."""

from django import template
from django.utils.safestring import SafeString

from institute.mail.consent import MailClass

register = template.Library()


class CommercialLineError(Exception):
    """A promoting line stood in a letter of another class; the letter does not leave."""


@register.simple_block_tag(takes_context=True)
def promo(context: template.Context, content: SafeString) -> SafeString:
    """Show the promoting lines, in a commercial letter only: one such line makes it one."""
    if context.get("mail_class") != MailClass.COMMERCIAL:
        raise CommercialLineError("A line that promotes may only stand in a commercial letter.")
    return content
