from django.db import migrations

LAWS = """
CREATE FUNCTION certification_decided_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM certification_attempt
               WHERE id = NEW.attempt_id AND candidate_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'Nobody decides on themselves, whatever the reason.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'nobody_decides_on_themselves';
    END IF;
    IF EXISTS (SELECT FROM certification_decision d
               JOIN certification_appeal a ON a.decision_id = d.id
               WHERE d.attempt_id = NEW.attempt_id AND d.decided_by_id = NEW.decided_by_id
                 AND a.kind = 'appeal' AND a.status IN ('upheld', 'partly')) THEN
        RAISE EXCEPTION 'Whoever was contested with success does not decide anew.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_was_contested_does_not_decide';
    END IF;
    IF EXISTS (SELECT FROM certification_score s
               WHERE s.attempt_id = NEW.attempt_id AND s.scored_by_id = NEW.decided_by_id) THEN
        RAISE EXCEPTION 'Whoever scored an examination does not decide on it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_decides_has_not_marked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_by_another BEFORE INSERT ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION certification_decided_by_another();

CREATE FUNCTION certification_reviewer_is_apart() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reviewer_id IS NOT NULL AND (
        EXISTS (SELECT FROM certification_score s
                WHERE s.attempt_id = NEW.attempt_id AND s.scored_by_id = NEW.reviewer_id)
        OR EXISTS (SELECT FROM certification_markingoverride o
                   WHERE o.attempt_id = NEW.attempt_id AND o.allowed_by_id = NEW.reviewer_id)
    ) THEN
        RAISE EXCEPTION 'An appeal is reviewed by somebody who had no part in it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_reviews_had_no_part';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_reviews_is_apart BEFORE INSERT OR UPDATE OF reviewer_id, status
    ON certification_appeal
    FOR EACH ROW EXECUTE FUNCTION certification_reviewer_is_apart();
"""
NO_LAWS = """
DROP FUNCTION certification_decided_by_another() CASCADE;
DROP FUNCTION certification_reviewer_is_apart() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0011_questions_come_from_files_and_stay_once_used"),
    ]
    operations = [migrations.RunSQL(LAWS, NO_LAWS)]
