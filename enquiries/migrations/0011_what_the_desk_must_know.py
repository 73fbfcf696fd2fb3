from django.db import migrations

# In plpgsql, so that each connection plans it once and not for every key pressed.
KNOWN = """
CREATE FUNCTION enquiries_known_at_the_desk(
    people bigint[], me bigint, live text[],
    today timestamptz, tomorrow timestamptz, lately timestamptz
) RETURNS TABLE (
    person bigint, public_id uuid, name text, last_contact_at timestamptz, points json,
    consents json, stops json, promise text, due_at timestamptz, callback_at timestamptz,
    enquiry uuid, status text, topic text, course text, on_line text
) LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 5 SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
BEGIN RETURN QUERY
SELECT who.id, who.public_id, who.name::text, who.last_contact_at, reach.points,
    (SELECT json_agg(json_build_array(given.basis, given.obtained_at, given.topic))
     FROM mail_consentrecord given
     WHERE given.address = reach.email AND given.withdrawn_at IS NULL),
    (SELECT json_agg(json_build_array(stop.scope, stop.reason, stop.topic))
     FROM mail_suppression stop
     WHERE stop.address_hash = encode(sha256(convert_to(reach.email, 'UTF8')), 'hex')),
    promised.text::text, promised.due_at, booked.at,
    asked.public_id, asked.status::text, asked.topic::text, asked.title::text, line.who
FROM enquiries_person who
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(point.id, point.kind, point.normalised, point.extension)
            ORDER BY point.verified_at IS NULL, point.id) AS points,
        array_agg(point.normalised) FILTER (WHERE point.kind = 'phone') AS numbers,
        (array_agg(point.normalised ORDER BY point.verified_at IS NULL, point.id)
            FILTER (WHERE point.kind = 'email'))[1]::text AS email
    FROM enquiries_contactpoint point WHERE point.person_id = who.id
) reach ON true
LEFT JOIN LATERAL (
    SELECT held.text, held.due_at FROM enquiries_promise held
    JOIN enquiries_enquiry theirs ON theirs.id = held.enquiry_id
    WHERE theirs.person_id = who.id AND held.kept_at IS NULL ORDER BY held.due_at LIMIT 1
) promised ON true
LEFT JOIN LATERAL (
    SELECT lower(held.during) AS at FROM enquiries_callback held
    JOIN enquiries_enquiry theirs ON theirs.id = held.enquiry_id
    WHERE theirs.person_id = who.id AND held.status = 'booked'
        AND lower(held.during) >= today AND lower(held.during) < tomorrow
    ORDER BY 1 LIMIT 1
) booked ON true
LEFT JOIN LATERAL (
    SELECT theirs.public_id, theirs.status, theirs.topic, version.title
    FROM enquiries_enquiry theirs
    LEFT JOIN courses_course named ON named.id = theirs.course_id
    LEFT JOIN courses_courseversion version ON version.id = named.current_id
    WHERE theirs.person_id = who.id AND theirs.status = ANY(live)
    ORDER BY theirs.id DESC LIMIT 1
) asked ON true
LEFT JOIN LATERAL (
    SELECT coalesce(nullif(staff.display_name, ''), staff.email)::text AS who
    FROM enquiries_call held JOIN accounts_user staff ON staff.id = held.staff_id
    WHERE held.status = 'open' AND held.seen_at > lately AND held.staff_id <> me
        AND (held.person_id = who.id OR held.number = ANY(reach.numbers))
    ORDER BY held.started_at LIMIT 1
) line ON true
WHERE who.id = ANY(people);
END $$;
"""


class Migration(migrations.Migration):
    """One question for what stands beside each person the desk finds."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("courses", "0001_initial"),
        ("mail", "0001_initial"),
        ("enquiries", "0010_addresses_are_lower_case_already"),
    ]

    operations = [
        migrations.RunSQL(
            KNOWN,
            "DROP FUNCTION enquiries_known_at_the_desk("
            "bigint[], bigint, text[], timestamptz, timestamptz, timestamptz)",
        )
    ]
