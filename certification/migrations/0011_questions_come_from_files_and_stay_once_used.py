import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

LAWS = """
CREATE FUNCTION certification_version_is_used(version bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM certification_formitem i JOIN certification_examform f ON f.id = i.form_id
        WHERE i.version_id = version AND f.status <> 'draft')
    OR EXISTS (
        SELECT FROM certification_attemptitem a JOIN certification_formitem i
            ON i.id = a.form_item_id
        WHERE i.version_id = version)
$$;

CREATE FUNCTION certification_used_version_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF certification_version_is_used(OLD.id) THEN
        RAISE EXCEPTION 'What was asked stays as it was asked: write a new version.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_used_version_stays';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_used_version_stays BEFORE UPDATE OR DELETE ON certification_itemversion
    FOR EACH ROW EXECUTE FUNCTION certification_used_version_stays();

CREATE FUNCTION certification_picture_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (
        SELECT FROM certification_itemversion v
        WHERE v.item_id = OLD.item_id AND certification_version_is_used(v.id)
    ) THEN
        RAISE EXCEPTION 'A picture is never changed, nor removed once its item was asked.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_picture_stays';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER a_picture_stays BEFORE UPDATE OR DELETE ON certification_itempicture
    FOR EACH ROW EXECUTE FUNCTION certification_picture_stays();

CREATE FUNCTION certification_reviewer_is_not_author() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM certification_itemversion v JOIN certification_item i ON i.id = v.item_id
        WHERE v.id = NEW.version_id AND NEW.reviewer_id IN (v.written_by_id, i.author_id)
    ) THEN
        RAISE EXCEPTION 'Nobody reviews what they wrote.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_reviews_did_not_write';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_reviews_did_not_write BEFORE INSERT ON certification_itemreview
    FOR EACH ROW EXECUTE FUNCTION certification_reviewer_is_not_author();

CREATE TRIGGER itemlook_is_append_only BEFORE UPDATE OR DELETE ON certification_itemlook
    FOR EACH ROW EXECUTE FUNCTION certification_is_append_only();
"""
NO_LAWS = """
DROP TRIGGER itemlook_is_append_only ON certification_itemlook;
DROP FUNCTION certification_reviewer_is_not_author() CASCADE;
DROP FUNCTION certification_picture_stays() CASCADE;
DROP FUNCTION certification_used_version_stays() CASCADE;
DROP FUNCTION certification_version_is_used(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0010_cycles_of_renewal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("format", models.CharField(max_length=4)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "level",
                    models.CharField(
                        choices=[("recall", "Recall"), ("apply", "Apply"), ("analyse", "Analyse")],
                        max_length=8,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("read", "To be looked at"),
                            ("waiting", "Waiting"),
                            ("running", "Being taken over"),
                            ("done", "Taken over"),
                            ("failed", "Stopped"),
                            ("discarded", "Discarded"),
                        ],
                        default="read",
                        max_length=9,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="ItemImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField(help_text="Its number in the file, from 1.")),
                ("line", models.PositiveIntegerField()),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("changed", "New version"),
                            ("known", "In the bank already"),
                            ("refused", "Cannot be taken"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "why",
                    models.TextField(blank=True, help_text="Why it is refused, or what it lacks."),
                ),
                ("question", models.JSONField(blank=True, default=dict)),
                ("pictures", models.JSONField(blank=True, default=list)),
                ("checksum", models.CharField(blank=True, db_index=True, max_length=64)),
            ],
            options={
                "ordering": ["source", "place"],
            },
        ),
        migrations.CreateModel(
            name="ItemLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("how", models.CharField(max_length=10)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.AddIndex(
            model_name="itemversion",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector(
                    "title", "stem", "rationale", config="english"
                ),
                name="words_of_item_versions",
            ),
        ),
        migrations.AddField(
            model_name="itemimport",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="item_imports",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="itemimport",
            name="domain",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="certification.domain",
            ),
        ),
        migrations.AddField(
            model_name="itemimportrow",
            name="item",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="came_from",
                to="certification.item",
            ),
        ),
        migrations.AddField(
            model_name="itemimportrow",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rows",
                to="certification.itemimport",
            ),
        ),
        migrations.AddField(
            model_name="itemlook",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="itemlook",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="looks",
                to="certification.itemversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemimport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["read", "waiting", "running", "done", "failed", "discarded"])
                ),
                name="item_import_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemimportrow",
            constraint=models.UniqueConstraint(
                fields=("source", "place"), name="a_question_of_a_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="itemimportrow",
            constraint=models.CheckConstraint(
                condition=models.Q(("fate__in", ["new", "changed", "known", "refused"])),
                name="item_fate_is_known",
            ),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
    ]
