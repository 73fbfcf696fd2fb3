import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LAWS = """
CREATE FUNCTION certification_marker_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sitting bigint;
    who bigint;
BEGIN
    IF NEW.marker_id IS NULL OR NEW.attempt_item_id IS NULL THEN
        RETURN NEW;
    END IF;
    SELECT a.id, a.candidate_id INTO sitting, who FROM certification_attempt a
        JOIN certification_attemptitem i ON i.attempt_id = a.id WHERE i.id = NEW.attempt_item_id;
    IF NEW.marker_id = who OR (
        EXISTS (SELECT FROM certification_ties(NEW.marker_id, who)) AND NOT EXISTS (
            SELECT FROM certification_markingoverride o
            WHERE o.attempt_id = sitting AND o.examiner_id = NEW.marker_id)
    ) THEN
        RAISE EXCEPTION 'Whoever taught or mentored a candidate does not mark them.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_marks_has_no_tie';
    END IF;
    IF EXISTS (
        SELECT FROM certification_mark m JOIN certification_markingtask t ON t.id = m.task_id
        WHERE t.attempt_item_id = NEW.attempt_item_id AND t.id <> NEW.id
          AND m.marked_by_id = NEW.marker_id
    ) THEN
        RAISE EXCEPTION 'Nobody marks an answer twice.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_marks_has_not_marked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_marks_is_free BEFORE INSERT OR UPDATE OF marker_id, attempt_item_id
    ON certification_markingtask
    FOR EACH ROW EXECUTE FUNCTION certification_marker_is_free();

-- Otherwise the trigger above could be walked round.
CREATE FUNCTION certification_mark_is_the_markers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM certification_markingtask t
                   WHERE t.id = NEW.task_id AND t.marker_id = NEW.marked_by_id) THEN
        RAISE EXCEPTION 'A mark comes from whoever holds the task.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_mark_is_its_markers';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_mark_is_its_markers BEFORE INSERT ON certification_mark
    FOR EACH ROW EXECUTE FUNCTION certification_mark_is_the_markers();

CREATE TRIGGER markingoverride_is_append_only BEFORE UPDATE OR DELETE
    ON certification_markingoverride
    FOR EACH ROW EXECUTE FUNCTION certification_is_append_only();
"""
NO_LAWS = """
DROP TRIGGER markingoverride_is_append_only ON certification_markingoverride;
DROP FUNCTION certification_mark_is_the_markers() CASCADE;
DROP FUNCTION certification_marker_is_free() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0006_cut_scores_and_item_health"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="MarkingOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=500)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "allowed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overrides",
                        to="certification.attempt",
                    ),
                ),
                (
                    "examiner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "examiner"),
                        name="one_override_per_attempt_and_examiner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("allowed_by", models.F("examiner")), _negated=True),
                        name="nobody_overrides_for_themselves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="an_override_says_why",
                    ),
                ]
            },
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
    ]
