from django.db import migrations

GUARD = """
CREATE FUNCTION courses_turn_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'A committed week is never rewritten.' USING ERRCODE = 'check_violation';
    END IF;
    -- Gone only together with its run, when the learner's account is erased.
    IF EXISTS (SELECT 1 FROM courses_simulationrun WHERE id = OLD.run_id) THEN
        RAISE EXCEPTION 'A committed week is never taken back.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER turns_are_never_rewritten BEFORE UPDATE ON courses_simulationturn
    FOR EACH ROW EXECUTE FUNCTION courses_turn_stays();
CREATE CONSTRAINT TRIGGER turns_leave_only_with_their_run
    AFTER DELETE ON courses_simulationturn DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION courses_turn_stays();
CREATE FUNCTION courses_turn_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands_on text;
BEGIN
    SELECT state_digest INTO stands_on FROM courses_simulationturn
        WHERE run_id = NEW.run_id ORDER BY week DESC LIMIT 1;
    IF stands_on IS NOT NULL AND stands_on <> NEW.previous THEN
        RAISE EXCEPTION 'A week stands on the one before it.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER turns_follow_each_other BEFORE INSERT ON courses_simulationturn
    FOR EACH ROW EXECUTE FUNCTION courses_turn_follows();
CREATE FUNCTION courses_run_keeps_its_deal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.seed, OLD.nonce, OLD.commitment, OLD.engine, OLD.version_id)
        IS DISTINCT FROM (NEW.seed, NEW.nonce, NEW.commitment, NEW.engine, NEW.version_id) THEN
        RAISE EXCEPTION 'What was dealt stays dealt.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER runs_keep_their_deal BEFORE UPDATE ON courses_simulationrun
    FOR EACH ROW EXECUTE FUNCTION courses_run_keeps_its_deal();
"""
UNGUARD = """
DROP TRIGGER runs_keep_their_deal ON courses_simulationrun;
DROP FUNCTION courses_run_keeps_its_deal();
DROP TRIGGER turns_follow_each_other ON courses_simulationturn;
DROP FUNCTION courses_turn_follows();
DROP TRIGGER turns_leave_only_with_their_run ON courses_simulationturn;
DROP TRIGGER turns_are_never_rewritten ON courses_simulationturn;
DROP FUNCTION courses_turn_stays();
"""


class Migration(migrations.Migration):
    """Database laws that a model cannot state: weeks and deals are written once."""

    dependencies = [("courses", "0007_lessons_and_simulations")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
