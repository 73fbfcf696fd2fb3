"""Typo tolerance: courses whose names hold something like every word asked for."""

from django.db import migrations

# The index answers `<%`, so the threshold bounds the work; the best match of a word bounds the noise.
ALIKE = """
CREATE FUNCTION courses_alike(words text[])
    RETURNS TABLE (course_id bigint, likeness real)
    LANGUAGE sql STABLE ROWS 10
    SET pg_trgm.word_similarity_threshold = 0.4
AS $$
    WITH near AS (
        SELECT w.word, e.course_id, word_similarity(w.word, e.names) AS likeness
          FROM unnest(words) AS w (word)
          JOIN courses_catalogueentry e ON w.word <% e.names),
    close AS (
        SELECT n.*, max(n.likeness) OVER (PARTITION BY n.word) AS best FROM near n)
    SELECT c.course_id, sum(c.likeness)::real FROM close c WHERE c.likeness >= 0.8 * c.best
     GROUP BY c.course_id HAVING count(*) = cardinality(words)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_sessions_reach_the_catalogue")]

    operations = [
        migrations.RunSQL("SELECT set_limit(show_limit());", migrations.RunSQL.noop),
        migrations.RunSQL(ALIKE, "DROP FUNCTION courses_alike(text[]);"),
    ]
