"""What no view, task or hand-typed statement can get around."""

from django.db import migrations

SEARCH = """
CREATE TEXT SEARCH CONFIGURATION institute_english (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION institute_english
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;
"""
UNDO_SEARCH = "DROP TEXT SEARCH CONFIGURATION institute_english;"

FIXED_VERSIONS = """
CREATE FUNCTION courses_version_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint;
BEGIN
    IF TG_TABLE_NAME = 'courses_courseversion' THEN
        version := OLD.id;
    ELSIF TG_TABLE_NAME = 'courses_module' THEN
        version := CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
    ELSE
        SELECT m.version_id INTO version FROM courses_module m
         WHERE m.id = CASE WHEN TG_OP = 'INSERT' THEN NEW.module_id ELSE OLD.module_id END;
    END IF;
    IF EXISTS (SELECT 1 FROM courses_cohort WHERE version_id = version) THEN
        RAISE EXCEPTION 'a cohort is taught from this version: make a new version instead'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_version_in_use_is_fixed';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_version_in_use_is_fixed BEFORE UPDATE OR DELETE ON courses_courseversion
    FOR EACH ROW EXECUTE FUNCTION courses_version_is_fixed();
CREATE TRIGGER a_version_in_use_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON courses_module
    FOR EACH ROW EXECUTE FUNCTION courses_version_is_fixed();
CREATE TRIGGER a_version_in_use_is_fixed BEFORE INSERT OR UPDATE OR DELETE ON courses_lesson
    FOR EACH ROW EXECUTE FUNCTION courses_version_is_fixed();
"""
UNDO_FIXED_VERSIONS = """
DROP TRIGGER a_version_in_use_is_fixed ON courses_courseversion;
DROP TRIGGER a_version_in_use_is_fixed ON courses_module;
DROP TRIGGER a_version_in_use_is_fixed ON courses_lesson;
DROP FUNCTION courses_version_is_fixed();
"""

APPEND_ONLY = """
CREATE FUNCTION courses_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'check_violation', CONSTRAINT = 'history_is_append_only';
END $$;
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE ON courses_enrolmentevent
    FOR EACH ROW EXECUTE FUNCTION courses_append_only();
CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE ON courses_payment
    FOR EACH ROW EXECUTE FUNCTION courses_append_only();

CREATE FUNCTION courses_invoice_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.year, NEW.serial, NEW.net_cents, NEW.hst_cents, NEW.enrolment_id)
       IS DISTINCT FROM (OLD.year, OLD.serial, OLD.net_cents, OLD.hst_cents, OLD.enrolment_id) THEN
        RAISE EXCEPTION 'an issued invoice keeps its number and its price'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_invoice_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER an_invoice_is_frozen BEFORE UPDATE OR DELETE ON courses_invoice
    FOR EACH ROW EXECUTE FUNCTION courses_invoice_is_frozen();
"""
UNDO_APPEND_ONLY = """
DROP TRIGGER history_is_append_only ON courses_enrolmentevent;
DROP TRIGGER history_is_append_only ON courses_payment;
DROP FUNCTION courses_append_only();
DROP TRIGGER an_invoice_is_frozen ON courses_invoice;
DROP FUNCTION courses_invoice_is_frozen();
"""

# Seats and dates reach the catalogue in the writer's own transaction, whoever the writer is.
CATALOGUE = """
CREATE FUNCTION courses_refresh_entry(course bigint) RETURNS void LANGUAGE sql AS $$
    UPDATE courses_catalogueentry e
       SET next_start = c.next_start,
           start_months = coalesce(c.months, '{}'),
           seats_left = coalesce(c.seats_left, 0),
           waitlist_open = coalesce(c.waitlist_open, false),
           price_cents = coalesce(c.price_cents, v.price_cents),
           revision = e.revision + 1
      FROM courses_course k
      JOIN courses_courseversion v ON v.id = k.current_id
      LEFT JOIN LATERAL (
            SELECT min(h.starts_at) AS next_start,
                   array_agg(DISTINCT to_char(h.starts_at AT TIME ZONE h.time_zone, 'YYYY-MM')) AS months,
                   sum(h.capacity - h.taken) AS seats_left,
                   bool_or(h.taken >= h.capacity) AS waitlist_open,
                   min(h.price_cents) AS price_cents
              FROM courses_cohort h
              JOIN courses_courseversion hv ON hv.id = h.version_id
             WHERE hv.course_id = k.id AND h.status = 'open' AND h.enrol_closes_at > now()
      ) c ON true
     WHERE k.id = course AND e.course_id = course;
$$;
CREATE FUNCTION courses_cohort_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM courses_refresh_entry((SELECT course_id FROM courses_courseversion
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.version_id ELSE NEW.version_id END));
    RETURN NULL;
END $$;
CREATE TRIGGER a_cohort_reaches_the_catalogue
    AFTER INSERT OR DELETE OR UPDATE OF taken, capacity, status, starts_at, enrol_closes_at,
        price_cents, time_zone, version_id ON courses_cohort
    FOR EACH ROW EXECUTE FUNCTION courses_cohort_changed();
"""
UNDO_CATALOGUE = """
DROP TRIGGER a_cohort_reaches_the_catalogue ON courses_cohort;
DROP FUNCTION courses_cohort_changed();
DROP FUNCTION courses_refresh_entry(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0001_initial")]

    operations = [
        migrations.RunSQL(SEARCH, UNDO_SEARCH),
        migrations.RunSQL(FIXED_VERSIONS, UNDO_FIXED_VERSIONS),
        migrations.RunSQL(APPEND_ONLY, UNDO_APPEND_ONLY),
        migrations.RunSQL(CATALOGUE, UNDO_CATALOGUE),
    ]
