from django.db import migrations

GUARD = """
CREATE FUNCTION enquiries_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'History is kept: % is never deleted.', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    IF to_jsonb(OLD) - TG_ARGV[0] <> to_jsonb(NEW) - TG_ARGV[0] THEN
        RAISE EXCEPTION 'History is kept: % is never rewritten.', TG_TABLE_NAME
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER interactions_are_append_only BEFORE UPDATE OR DELETE ON enquiries_interaction
    FOR EACH ROW EXECUTE FUNCTION enquiries_is_append_only('person_id');
CREATE TRIGGER status_changes_are_append_only BEFORE UPDATE OR DELETE ON enquiries_statuschange
    FOR EACH ROW EXECUTE FUNCTION enquiries_is_append_only('');
CREATE TRIGGER wordings_are_append_only BEFORE UPDATE OR DELETE ON enquiries_wording
    FOR EACH ROW EXECUTE FUNCTION enquiries_is_append_only('');
"""
UNGUARD = """
DROP TRIGGER wordings_are_append_only ON enquiries_wording;
DROP TRIGGER status_changes_are_append_only ON enquiries_statuschange;
DROP TRIGGER interactions_are_append_only ON enquiries_interaction;
DROP FUNCTION enquiries_is_append_only();
"""


class Migration(migrations.Migration):
    """Database laws that a model cannot state."""

    dependencies = [("enquiries", "0004_an_open_enquiry_has_a_next_action")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
