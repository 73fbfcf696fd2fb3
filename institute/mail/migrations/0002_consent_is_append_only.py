from django.db import migrations

GUARD = """
CREATE FUNCTION mail_consent_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'Consent is evidence: it is never deleted.' USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.withdrawn_at IS NOT NULL
       OR to_jsonb(OLD) - 'withdrawn_at' <> to_jsonb(NEW) - 'withdrawn_at' THEN
        RAISE EXCEPTION 'Consent is evidence: only its withdrawal is added, once.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER consent_is_append_only BEFORE UPDATE OR DELETE ON mail_consentrecord
    FOR EACH ROW EXECUTE FUNCTION mail_consent_is_append_only();
"""
UNGUARD = """
DROP TRIGGER consent_is_append_only ON mail_consentrecord;
DROP FUNCTION mail_consent_is_append_only();
"""


class Migration(migrations.Migration):
    """A database law that a model cannot state."""

    dependencies = [("mail", "0001_initial")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
