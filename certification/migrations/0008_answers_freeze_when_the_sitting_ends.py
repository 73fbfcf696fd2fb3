from django.db import migrations, models

LAWS = """
CREATE FUNCTION certification_answers_are_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    item bigint := CASE TG_OP WHEN 'DELETE' THEN OLD.attempt_item_id ELSE NEW.attempt_item_id END;
    state text;
BEGIN
    -- Whoever hands the attempt in holds its row: an answer waits for that, then reads the truth.
    SELECT a.status INTO state FROM certification_attempt a
        JOIN certification_attemptitem i ON i.attempt_id = a.id
        WHERE i.id = item FOR SHARE OF a;
    IF state IS NULL OR state IN ('started', 'paused') THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    RAISE EXCEPTION 'The sitting is over: its answers stay as they were handed in.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'answers_stay_as_handed_in';
END $$;
CREATE TRIGGER answers_stay_as_handed_in BEFORE INSERT OR UPDATE OR DELETE
    ON certification_response
    FOR EACH ROW EXECUTE FUNCTION certification_answers_are_open();

CREATE FUNCTION certification_paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'flagged' = to_jsonb(OLD) - 'flagged' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A paper stays as it was dealt.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_paper_stays_as_dealt';
END $$;
CREATE TRIGGER a_paper_stays_as_dealt BEFORE UPDATE ON certification_attemptitem
    FOR EACH ROW EXECUTE FUNCTION certification_paper_stays();
"""
NO_LAWS = """
DROP FUNCTION certification_answers_are_open() CASCADE;
DROP FUNCTION certification_paper_stays() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0007_who_may_mark")]
    operations = [
        migrations.AddField(
            model_name="attempt",
            name="break_is_own",
            field=models.BooleanField(default=False, help_text="Of the extra break seconds."),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
    ]
