from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("certification", "0008_answers_freeze_when_the_sitting_ends")]
    operations = [
        migrations.AddField(
            model_name="attempt",
            name="looked_for_signals_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
