from django.conf import settings
from django.db import migrations, models

LAWS = """
-- Whoever holds a script next begins with nothing, and a mark that is given leaves no draft.
CREATE FUNCTION certification_draft_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.draft := '{}';
    RETURN NEW;
END $$;
CREATE TRIGGER a_draft_ends_with_its_lease BEFORE UPDATE OF status, marker_id
    ON certification_markingtask FOR EACH ROW
    WHEN (OLD.draft <> '{}'
          AND (NEW.status <> 'leased' OR NEW.marker_id IS DISTINCT FROM OLD.marker_id))
    EXECUTE FUNCTION certification_draft_ends();
"""
NO_LAWS = "DROP FUNCTION certification_draft_ends() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0013_sittings_that_do_not_count"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="markingtask",
            name="draft",
            field=models.JSONField(
                blank=True, default=dict, help_text="What its marker filled in so far."
            ),
        ),
        migrations.AddField(
            model_name="markingtask",
            name="draft_seq",
            field=models.BigIntegerField(default=0, help_text="The browser's count of the draft."),
        ),
        migrations.AddConstraint(
            model_name="markingtask",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("draft", {}),
                    models.Q(("marker__isnull", False), ("status", "leased")),
                    _connector="OR",
                ),
                name="a_draft_ends_with_its_lease",
            ),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
    ]
