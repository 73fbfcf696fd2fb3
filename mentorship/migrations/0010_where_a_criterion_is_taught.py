from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mentorship", "0009_what_stays_of_a_session"),
    ]

    operations = [
        migrations.AddField(
            model_name="criterion",
            name="course",
            field=models.SlugField(blank=True, help_text="Where it is taught.", max_length=80),
        ),
        migrations.AddField(
            model_name="criterion",
            name="module",
            field=models.CharField(
                blank=True, help_text="The step of that course.", max_length=120
            ),
        ),
    ]
