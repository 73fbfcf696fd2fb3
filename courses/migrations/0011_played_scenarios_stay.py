from django.db import migrations

GUARD = """
CREATE FUNCTION courses_played_scenario_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.scenario_id, OLD.number, OLD.title, OLD.summary, OLD.source, OLD.digest, OLD.engine)
        IS DISTINCT FROM
        (NEW.scenario_id, NEW.number, NEW.title, NEW.summary, NEW.source, NEW.digest, NEW.engine)
        AND EXISTS (SELECT 1 FROM courses_simulationrun WHERE version_id = OLD.id) THEN
        RAISE EXCEPTION 'A scenario that was played is never rewritten.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER played_scenarios_stay BEFORE UPDATE ON courses_scenarioversion
    FOR EACH ROW EXECUTE FUNCTION courses_played_scenario_stays();
"""
UNGUARD = """
DROP TRIGGER played_scenarios_stay ON courses_scenarioversion;
DROP FUNCTION courses_played_scenario_stays();
"""


class Migration(migrations.Migration):
    """Database law that a model cannot state: what was played can be played again."""

    dependencies = [("courses", "0010_progress_only_grows")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
