from django.db import migrations

GUARD = """
CREATE FUNCTION mentorship_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'History is kept: % is never rewritten or deleted.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER revisions_are_append_only BEFORE UPDATE OR DELETE ON mentorship_bookingrevision
    FOR EACH ROW EXECUTE FUNCTION mentorship_is_append_only();
CREATE TRIGGER entries_are_append_only BEFORE UPDATE OR DELETE ON mentorship_entitlemententry
    FOR EACH ROW EXECUTE FUNCTION mentorship_is_append_only();

CREATE FUNCTION mentorship_sum_of_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The CHECK on the sum refuses the entry that would go below nothing.
    UPDATE mentorship_entitlement SET "left" = "left" + NEW.amount WHERE id = NEW.entitlement_id;
    RETURN NULL;
END $$;
CREATE TRIGGER entries_add_up AFTER INSERT ON mentorship_entitlemententry
    FOR EACH ROW EXECUTE FUNCTION mentorship_sum_of_entries();

CREATE FUNCTION mentorship_diary_grew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE mentorship_mentor SET diary_version = diary_version + 1
        WHERE id IN (SELECT mentor_id FROM fresh);
    RETURN NULL;
END $$;
CREATE FUNCTION mentorship_diary_shrank() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE mentorship_mentor SET diary_version = diary_version + 1
        WHERE id IN (SELECT mentor_id FROM gone);
    RETURN NULL;
END $$;
CREATE FUNCTION mentorship_diary_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE mentorship_mentor SET diary_version = diary_version + 1
        WHERE id IN (SELECT mentor_id FROM fresh UNION SELECT mentor_id FROM gone);
    RETURN NULL;
END $$;
DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['booking', 'availabilityrule', 'availabilityoverride',
                                'timeoff', 'travelperiod', 'externalbusy'] LOOP
        EXECUTE format('CREATE TRIGGER diary_grew AFTER INSERT ON mentorship_%s
            REFERENCING NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION mentorship_diary_grew()', part);
        EXECUTE format('CREATE TRIGGER diary_shrank AFTER DELETE ON mentorship_%s
            REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION mentorship_diary_shrank()', part);
        EXECUTE format('CREATE TRIGGER diary_changed AFTER UPDATE ON mentorship_%s
            REFERENCING OLD TABLE AS gone NEW TABLE AS fresh
            FOR EACH STATEMENT EXECUTE FUNCTION mentorship_diary_changed()', part);
    END LOOP;
END $$;
"""
UNGUARD = """
DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['booking', 'availabilityrule', 'availabilityoverride',
                                'timeoff', 'travelperiod', 'externalbusy'] LOOP
        EXECUTE format('DROP TRIGGER diary_grew ON mentorship_%s', part);
        EXECUTE format('DROP TRIGGER diary_shrank ON mentorship_%s', part);
        EXECUTE format('DROP TRIGGER diary_changed ON mentorship_%s', part);
    END LOOP;
END $$;
DROP FUNCTION mentorship_diary_changed();
DROP FUNCTION mentorship_diary_shrank();
DROP FUNCTION mentorship_diary_grew();
DROP TRIGGER entries_add_up ON mentorship_entitlemententry;
DROP FUNCTION mentorship_sum_of_entries();
DROP TRIGGER entries_are_append_only ON mentorship_entitlemententry;
DROP TRIGGER revisions_are_append_only ON mentorship_bookingrevision;
DROP FUNCTION mentorship_is_append_only();
"""


class Migration(migrations.Migration):
    """Database laws that a model cannot state."""

    dependencies = [("mentorship", "0003_availability_bookings_and_entitlements")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
