"""Progress is never taken back, and a lesson is found by the words it holds."""

from django.db import migrations

GROWS = """
CREATE FUNCTION courses_progress_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.enrolment_id, NEW.lesson_id, NEW.opened_at)
       IS DISTINCT FROM (OLD.enrolment_id, OLD.lesson_id, OLD.opened_at)
       OR NEW.seen_at < OLD.seen_at OR NEW.watched < OLD.watched
       OR NOT NEW.ticks @> OLD.ticks
       OR (OLD.completed_at IS NOT NULL AND NEW.completed_at IS DISTINCT FROM OLD.completed_at) THEN
        RAISE EXCEPTION 'progress in a lesson is never taken back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_only_grows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER progress_only_grows BEFORE UPDATE ON courses_lessonprogress
    FOR EACH ROW EXECUTE FUNCTION courses_progress_grows();

CREATE FUNCTION courses_practice_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.tries < OLD.tries
       OR (OLD.right_at IS NOT NULL AND NEW.right_at IS DISTINCT FROM OLD.right_at) THEN
        RAISE EXCEPTION 'what was right once stays right'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'practice_only_grows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER practice_only_grows BEFORE UPDATE ON courses_practiceanswer
    FOR EACH ROW EXECUTE FUNCTION courses_practice_grows();

-- Progress leaves only together with its place, when an account is erased.
CREATE FUNCTION courses_progress_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM courses_enrolment WHERE id = OLD.enrolment_id) THEN
        RAISE EXCEPTION 'progress in a lesson is never taken back'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'progress_leaves_with_its_place';
    END IF;
    RETURN OLD;
END $$;
CREATE CONSTRAINT TRIGGER progress_leaves_with_its_place
    AFTER DELETE ON courses_lessonprogress DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION courses_progress_stays();
CREATE CONSTRAINT TRIGGER progress_leaves_with_its_place
    AFTER DELETE ON courses_lessonsfinished DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION courses_progress_stays();
"""
UNDO_GROWS = """
DROP TRIGGER progress_leaves_with_its_place ON courses_lessonsfinished;
DROP TRIGGER progress_leaves_with_its_place ON courses_lessonprogress;
DROP FUNCTION courses_progress_stays();
DROP TRIGGER practice_only_grows ON courses_practiceanswer;
DROP FUNCTION courses_practice_grows();
DROP TRIGGER progress_only_grows ON courses_lessonprogress;
DROP FUNCTION courses_progress_grows();
"""

WORDS = """
CREATE FUNCTION courses_lesson_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT setweight(to_tsvector('institute_english', l.title), 'A')
        || setweight(to_tsvector('institute_english', l.summary), 'B')
      INTO NEW.words FROM courses_lesson l WHERE l.id = NEW.lesson_id;
    NEW.words := NEW.words
        || setweight(to_tsvector('institute_english', NEW.body), 'C')
        || setweight(to_tsvector('institute_english', NEW.transcript), 'D')
        || setweight(jsonb_to_tsvector('institute_english', NEW.checklist, '["string"]'), 'D');
    RETURN NEW;
END $$;
CREATE TRIGGER a_lesson_is_found_by_its_words BEFORE INSERT OR UPDATE ON courses_lessonpage
    FOR EACH ROW EXECUTE FUNCTION courses_lesson_words();
CREATE FUNCTION courses_lesson_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE courses_lessonpage SET words = NULL WHERE lesson_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER a_renamed_lesson_is_found AFTER UPDATE OF title, summary ON courses_lesson
    FOR EACH ROW EXECUTE FUNCTION courses_lesson_renamed();
UPDATE courses_lessonpage SET words = NULL;
"""
UNDO_WORDS = """
DROP TRIGGER a_renamed_lesson_is_found ON courses_lesson;
DROP FUNCTION courses_lesson_renamed();
DROP TRIGGER a_lesson_is_found_by_its_words ON courses_lessonpage;
DROP FUNCTION courses_lesson_words();
"""


class Migration(migrations.Migration):
    dependencies = [("courses", "0009_what_learners_write")]

    operations = [
        migrations.RunSQL(GROWS, UNDO_GROWS),
        migrations.RunSQL(WORDS, UNDO_WORDS),
    ]
