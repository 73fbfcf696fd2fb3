"""Two dates of a course may change at once: who comes second counts after the first is done."""

import importlib

from django.db import migrations

before = importlib.import_module("courses.migrations.0002_truths_in_the_database").CATALOGUE
BEGIN, END = before.index("    UPDATE courses_catalogueentry"), before.index("$$;")
COUNT = before[BEGIN:END]

# The row is locked by a statement of its own: the one after it sees what the first wrote.
LOCKED = f"""
CREATE OR REPLACE FUNCTION courses_refresh_entry(course bigint) RETURNS void LANGUAGE sql AS $$
    SELECT 1 FROM courses_catalogueentry e WHERE e.course_id = course FOR UPDATE;
{COUNT}$$;
"""  # noqa: S608 - our own text
UNLOCKED = f"""
CREATE OR REPLACE FUNCTION courses_refresh_entry(course bigint) RETURNS void LANGUAGE sql AS $$
{COUNT}$$;
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_who_teaches")]

    operations = [migrations.RunSQL(LOCKED, UNLOCKED)]
