from datetime import timedelta

from django.db import migrations


def plan(apps, schema_editor):
    """Questions kept before there was a pipeline wait in it: for an answer, or to be checked."""
    Enquiry = apps.get_model("enquiries", "Enquiry")
    for enquiry in Enquiry.objects.iterator():
        suspect = enquiry.suspicion
        enquiry.status = "quarantined" if suspect else "new"
        enquiry.suspicions = [suspect] if suspect else []
        enquiry.respond_by = enquiry.next_action_at = enquiry.created_at + timedelta(days=1)
        enquiry.next_action = "review" if suspect else "call" if enquiry.phone else "write"
        enquiry.save()


class Migration(migrations.Migration):
    """Data only; what follows makes a next step the law."""

    dependencies = [("enquiries", "0002_people_calls_and_follow_up")]

    operations = [migrations.RunPython(plan, migrations.RunPython.noop)]
