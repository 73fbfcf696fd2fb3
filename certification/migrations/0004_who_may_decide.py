import uuid

from django.db import migrations, models

LAWS = """
CREATE FUNCTION certification_decider_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    who bigint;
BEGIN
    SELECT candidate_id INTO who FROM certification_attempt WHERE id = NEW.attempt_id;
    IF NEW.override = '' AND EXISTS (SELECT FROM certification_ties(NEW.decided_by_id, who)) THEN
        RAISE EXCEPTION 'Whoever taught or mentored a candidate does not decide on them.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_decides_has_no_tie';
    END IF;
    IF EXISTS (
        SELECT FROM certification_mark m
        JOIN certification_markingtask t ON t.id = m.task_id
        JOIN certification_attemptitem i ON i.id = t.attempt_item_id
        WHERE i.attempt_id = NEW.attempt_id AND m.marked_by_id = NEW.decided_by_id
    ) OR EXISTS (
        SELECT FROM certification_score s
        WHERE s.id = NEW.score_id AND s.scored_by_id = NEW.decided_by_id
    ) THEN
        RAISE EXCEPTION 'Whoever marked or scored an examination does not decide on it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_decides_has_not_marked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_decides_is_free BEFORE INSERT ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION certification_decider_is_free();

CREATE FUNCTION certification_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'batch_id' = to_jsonb(OLD) - 'batch_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A decision is never rewritten: a new one is added.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_decision_stays';
END $$;
CREATE TRIGGER a_decision_stays BEFORE UPDATE OR DELETE ON certification_decision
    FOR EACH ROW EXECUTE FUNCTION certification_decision_stays();

CREATE FUNCTION certification_reviewer_had_no_part() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.reviewer_id IS NOT NULL AND (
        EXISTS (SELECT FROM certification_ties(NEW.reviewer_id, NEW.made_by_id))
        OR EXISTS (SELECT FROM certification_decision d
                   WHERE d.attempt_id = NEW.attempt_id AND d.decided_by_id = NEW.reviewer_id)
        OR EXISTS (SELECT FROM certification_mark m
                   JOIN certification_markingtask t ON t.id = m.task_id
                   JOIN certification_attemptitem i ON i.id = t.attempt_item_id
                   WHERE i.attempt_id = NEW.attempt_id AND m.marked_by_id = NEW.reviewer_id)
    ) THEN
        RAISE EXCEPTION 'An appeal is reviewed by somebody who had no part in it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'who_reviews_had_no_part';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER who_reviews_had_no_part BEFORE INSERT OR UPDATE OF reviewer_id, status
    ON certification_appeal
    FOR EACH ROW EXECUTE FUNCTION certification_reviewer_had_no_part();
"""
NO_LAWS = """
DROP FUNCTION certification_decider_is_free() CASCADE;
DROP FUNCTION certification_decision_stays() CASCADE;
DROP FUNCTION certification_reviewer_had_no_part() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [("certification", "0003_what_happened_stays_and_who_stands_too_near")]
    operations = [
        migrations.AddField(
            "appeal",
            "request_key",
            models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
    ]
