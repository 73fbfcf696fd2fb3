from django.db import migrations

GUARD = """
CREATE TRIGGER scorecards_are_append_only BEFORE UPDATE OR DELETE ON mentorship_scorecard
    FOR EACH ROW EXECUTE FUNCTION mentorship_is_append_only();
CREATE TRIGGER scores_are_append_only BEFORE UPDATE OR DELETE ON mentorship_score
    FOR EACH ROW EXECUTE FUNCTION mentorship_is_append_only();

-- A scorecard judges each criterion of its rubric once, and nothing else. Asked when the
-- transaction ends, so that nothing can be added to a scorecard afterwards either.
CREATE FUNCTION mentorship_scorecard_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    card bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
BEGIN
    IF EXISTS (
        SELECT 1 FROM mentorship_scorecard s
        JOIN mentorship_criterion c ON c.rubric_id = s.rubric_id
        LEFT JOIN mentorship_score given ON given.scorecard_id = s.id AND given.criterion_id = c.id
        WHERE s.id = card AND given.id IS NULL
    ) OR EXISTS (
        SELECT 1 FROM mentorship_score given
        JOIN mentorship_scorecard s ON s.id = given.scorecard_id
        JOIN mentorship_criterion c ON c.id = given.criterion_id
        WHERE s.id = card AND c.rubric_id <> s.rubric_id
    ) THEN
        RAISE EXCEPTION 'a_scorecard_judges_each_criterion_of_its_rubric'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER scorecards_are_whole AFTER INSERT ON mentorship_scorecard
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION mentorship_scorecard_is_whole('id');
CREATE CONSTRAINT TRIGGER scores_fit_their_scorecard AFTER INSERT ON mentorship_score
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION mentorship_scorecard_is_whole('scorecard_id');
"""
UNGUARD = """
DROP TRIGGER scores_fit_their_scorecard ON mentorship_score;
DROP TRIGGER scorecards_are_whole ON mentorship_scorecard;
DROP FUNCTION mentorship_scorecard_is_whole();
DROP TRIGGER scores_are_append_only ON mentorship_score;
DROP TRIGGER scorecards_are_append_only ON mentorship_scorecard;
"""


class Migration(migrations.Migration):
    """Database laws that a model cannot state."""

    dependencies = [("mentorship", "0006_questions_and_scorecards")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
