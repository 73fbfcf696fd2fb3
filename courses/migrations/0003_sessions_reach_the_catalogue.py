"""A moved class, a last day or a first day of enrolment also changes how a course reads."""

from django.db import migrations

SESSIONS = """
CREATE FUNCTION courses_sessions_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM courses_refresh_entry(one.course_id) FROM (
        SELECT DISTINCT v.course_id
          FROM changed s
          JOIN courses_cohort h ON h.id = s.cohort_id
          JOIN courses_courseversion v ON v.id = h.version_id) one;
    RETURN NULL;
END $$;
CREATE TRIGGER new_sessions_reach_the_catalogue AFTER INSERT ON courses_session
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION courses_sessions_changed();
CREATE TRIGGER moved_sessions_reach_the_catalogue AFTER UPDATE ON courses_session
    REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION courses_sessions_changed();
CREATE TRIGGER gone_sessions_reach_the_catalogue AFTER DELETE ON courses_session
    REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION courses_sessions_changed();
CREATE TRIGGER a_cohorts_other_dates_reach_the_catalogue
    AFTER UPDATE OF ends_at, enrol_opens_at ON courses_cohort
    FOR EACH ROW EXECUTE FUNCTION courses_cohort_changed();
"""
UNDO_SESSIONS = """
DROP TRIGGER a_cohorts_other_dates_reach_the_catalogue ON courses_cohort;
DROP TRIGGER gone_sessions_reach_the_catalogue ON courses_session;
DROP TRIGGER moved_sessions_reach_the_catalogue ON courses_session;
DROP TRIGGER new_sessions_reach_the_catalogue ON courses_session;
DROP FUNCTION courses_sessions_changed();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_truths_in_the_database")]

    operations = [migrations.RunSQL(SESSIONS, UNDO_SESSIONS)]
