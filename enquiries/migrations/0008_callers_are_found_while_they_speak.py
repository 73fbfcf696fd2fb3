import django.contrib.postgres.indexes
from django.db import migrations, models

PLAIN = """
CREATE FUNCTION enquiries_plain(said text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT ' ' || regexp_replace(
        regexp_replace(
            upper(public.unaccent('public.unaccent'::regdictionary, normalize(said, NFKC))),
            '[''’`]', '', 'g'),
        '[^[:alnum:]]+', ' ', 'g')
$$;
"""


class Migration(migrations.Migration):
    """Names without accents, addresses by their start, numbers in notes."""

    dependencies = [
        ("courses", "0001_initial"),
        ("enquiries", "0007_acts_on_many_at_once"),
    ]

    operations = [
        migrations.RunSQL(PLAIN, "DROP FUNCTION enquiries_plain(text)"),
        migrations.AddField(
            model_name="person",
            name="plain",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func("name", function="enquiries_plain"),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("plain", name="gin_trgm_ops"),
                name="people_by_plain_name",
            ),
        ),
        migrations.AddIndex(
            model_name="contactpoint",
            index=models.Index(
                condition=models.Q(("kind", "email")),
                fields=["normalised"],
                name="points_by_start_of_an_address",
                opclasses=["text_pattern_ops"],
            ),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("text", name="gin_trgm_ops"),
                condition=models.Q(("text__regex", "[0-9]{4}")),
                name="notes_by_a_number_in_them",
            ),
        ),
    ]
