from django.db import migrations

GUARD = """
CREATE FUNCTION courses_debrief_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.run_id <> OLD.run_id OR NEW.steps_done < OLD.steps_done
       OR (OLD.status = 'ready' AND (NEW.status <> 'ready' OR NEW.parts <> OLD.parts))
       OR EXISTS (SELECT 1 FROM jsonb_each(OLD.parts) AS was
                  WHERE NEW.parts -> was.key IS DISTINCT FROM was.value) THEN
        RAISE EXCEPTION 'What a step of a debrief has found stays.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'debriefs_only_grow';
    END IF;
    IF OLD.guess <> '{}' AND NEW.guess <> OLD.guess THEN
        RAISE EXCEPTION 'A guess is made once.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'guesses_are_made_once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER debriefs_only_grow BEFORE UPDATE ON courses_debrief
    FOR EACH ROW EXECUTE FUNCTION courses_debrief_grows();
"""
UNGUARD = """
DROP TRIGGER debriefs_only_grow ON courses_debrief;
DROP FUNCTION courses_debrief_grows();
"""


class Migration(migrations.Migration):
    """Database laws that a model cannot state: what was found stays, a guess is made once."""

    dependencies = [("courses", "0012_wordings_are_kept")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
