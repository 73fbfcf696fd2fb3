from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import migrations, models


class Migration(migrations.Migration):
    """The planner knows how common letters are in a column, not in capitals of it."""

    dependencies = [("enquiries", "0009_follow_up_after_two_days_a_week_and_three_weeks")]

    operations = [
        migrations.RemoveIndex(model_name="contactpoint", name="points_by_part_of_an_address"),
        migrations.AddIndex(
            model_name="contactpoint",
            index=GinIndex(
                OpClass("normalised", name="gin_trgm_ops"),
                condition=models.Q(kind="email"),
                name="points_by_letters_in_address",
            ),
        ),
    ]
