"""Every wording a lesson had stays as it was."""

from django.db import migrations

KEPT = """
CREATE FUNCTION courses_wording_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM courses_lessonpage WHERE id = OLD.page_id)
    THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'A wording a lesson had is never changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'wordings_are_kept';
END $$;
CREATE TRIGGER wordings_are_kept BEFORE UPDATE ON courses_lessonrevision
    FOR EACH ROW EXECUTE FUNCTION courses_wording_stays();
CREATE CONSTRAINT TRIGGER wordings_leave_with_their_page
    AFTER DELETE ON courses_lessonrevision DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION courses_wording_stays();
"""
UNDO = "DROP FUNCTION courses_wording_stays() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("courses", "0011_played_scenarios_stay")]

    operations = [migrations.RunSQL(KEPT, UNDO)]
