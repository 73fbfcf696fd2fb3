from django.db import migrations

LAWS = """
CREATE FUNCTION certification_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'History is kept: % is never rewritten or deleted.', TG_TABLE_NAME
        USING ERRCODE = 'check_violation';
END $$;
DO $$
DECLARE
    part text;
BEGIN
    FOREACH part IN ARRAY ARRAY['logentry', 'mark', 'score', 'itemreview', 'timeadjustment',
                                'certificationevent', 'responseevent'] LOOP
        EXECUTE format('CREATE TRIGGER %s_is_append_only BEFORE UPDATE OR DELETE
            ON certification_%s
            FOR EACH ROW EXECUTE FUNCTION certification_is_append_only()', part, part);
    END LOOP;
END $$;

-- Teaching and mentoring are told in the tables of two apps; a trigger must see the truth itself.
CREATE FUNCTION certification_ties(examiner bigint, candidate bigint) RETURNS SETOF text
LANGUAGE sql STABLE AS $$
    SELECT 'self' WHERE examiner = candidate
    UNION
    SELECT 'taught' WHERE EXISTS (
        SELECT FROM courses_session s JOIN courses_enrolment e ON e.cohort_id = s.cohort_id
        WHERE s.instructor_id = examiner AND e.student_id = candidate AND NOT s.cancelled
          AND e.status IN ('confirmed', 'completed'))
    UNION
    SELECT 'mentored' WHERE EXISTS (
        SELECT FROM mentorship_booking b JOIN mentorship_mentor m ON m.id = b.mentor_id
        WHERE m.user_id = examiner AND b.student_id = candidate
          AND b.status IN ('confirmed', 'completed', 'disputed'))
    UNION
    SELECT 'mentored' WHERE EXISTS (
        SELECT FROM mentorship_cvreview r
        JOIN mentorship_mentor m ON m.id = r.reviewer_id
        JOIN mentorship_cvdocument d ON d.id = r.document_id
        WHERE m.user_id = examiner AND d.owner_id = candidate AND r.status <> 'withdrawn')
$$;
"""
NO_LAWS = """
DROP FUNCTION certification_ties(bigint, bigint);
DROP FUNCTION certification_is_append_only() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0002_items_forms_attempts_and_decisions"),
        ("courses", "0006_a_course_is_counted_once_at_a_time"),
        ("mentorship", "0010_where_a_criterion_is_taught"),
    ]
    operations = [migrations.RunSQL(LAWS, NO_LAWS)]
