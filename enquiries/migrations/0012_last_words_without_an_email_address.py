from django.db import migrations

KEY = "desk-goodbye"
WORDS = "I have written down what we agreed, and it stays with your question. Goodbye."


def plant(apps, schema_editor):
    Wording = apps.get_model("enquiries", "Wording")
    Wording.objects.bulk_create(
        [Wording(key=KEY, version=1, purpose="script", title="Close", body=WORDS)],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """What is said at the end of a call that no message follows. Going back keeps it."""

    dependencies = [("enquiries", "0011_what_the_desk_must_know")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
