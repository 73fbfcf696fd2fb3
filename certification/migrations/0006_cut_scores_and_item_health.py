import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LAWS = """
-- What a candidate may have read is what markers and scorers read: a published form stands still.
-- The share lock makes the change and the publication wait for one another.
CREATE FUNCTION certification_form_is_draft() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    form bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.form_id ELSE NEW.form_id END;
    stands text;
BEGIN
    SELECT status INTO stands FROM certification_examform WHERE id = form FOR SHARE;
    IF stands <> 'draft' OR (TG_OP = 'UPDATE' AND OLD.form_id <> NEW.form_id) THEN
        RAISE EXCEPTION 'A published form is never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_published_form_is_frozen';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER a_published_form_is_frozen BEFORE INSERT OR UPDATE OR DELETE
    ON certification_formitem FOR EACH ROW EXECUTE FUNCTION certification_form_is_draft();
CREATE TRIGGER a_published_form_is_frozen BEFORE INSERT OR UPDATE OR DELETE
    ON certification_formsection FOR EACH ROW EXECUTE FUNCTION certification_form_is_draft();

CREATE FUNCTION certification_form_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'UPDATE' AND NEW.status IN (OLD.status, 'retired')
       AND to_jsonb(NEW) - 'status' = to_jsonb(OLD) - 'status' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A published form is never changed.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'a_published_form_is_frozen';
END $$;
CREATE TRIGGER a_published_form_is_frozen BEFORE UPDATE OR DELETE ON certification_examform
    FOR EACH ROW EXECUTE FUNCTION certification_form_stays();

-- A rating counts in the round that is open, and in no other.
CREATE FUNCTION certification_round_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A rating is never deleted.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_rating_stays';
    END IF;
    SELECT s.status INTO stands FROM certification_standardsetting s
        JOIN certification_panellist p ON p.setting_id = s.id
        WHERE p.id = NEW.panellist_id FOR SHARE OF s;
    IF (TG_OP = 'UPDATE' AND (OLD.round <> NEW.round OR OLD.panellist_id <> NEW.panellist_id))
       OR stands <> (CASE NEW.round WHEN 1 THEN 'first' ELSE 'second' END) THEN
        RAISE EXCEPTION 'This round of the panel is closed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_closed_round_stays_closed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_closed_round_stays_closed BEFORE INSERT OR UPDATE OR DELETE
    ON certification_rating FOR EACH ROW EXECUTE FUNCTION certification_round_is_open();

CREATE FUNCTION certification_panel_is_rating() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
BEGIN
    SELECT status INTO stands FROM certification_standardsetting WHERE id = NEW.setting_id
        FOR SHARE;
    IF TG_OP = 'DELETE' OR stands NOT IN ('first', 'second')
       OR (TG_OP = 'INSERT' AND stands <> 'first') THEN
        RAISE EXCEPTION 'The panel has begun without them.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_panel_stays_together';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_panel_stays_together BEFORE INSERT OR UPDATE ON certification_panellist
    FOR EACH ROW EXECUTE FUNCTION certification_panel_is_rating();

CREATE FUNCTION certification_standard_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.status IN ('signed', 'abandoned') THEN
        RAISE EXCEPTION 'A panel that has ended is never changed.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_signed_standard_is_frozen';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_signed_standard_is_frozen BEFORE UPDATE OR DELETE ON certification_standardsetting
    FOR EACH ROW EXECUTE FUNCTION certification_standard_stays();

-- Whoever led the panel or sat on it does not sign its cut score; three rated everything twice.
CREATE FUNCTION certification_cut_score_is_sound() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    panel record;
    asked integer;
    complete integer;
BEGIN
    SELECT form_id, led_by_id, status INTO panel FROM certification_standardsetting
        WHERE id = NEW.setting_id FOR UPDATE;
    IF panel.form_id <> NEW.form_id OR panel.led_by_id <> NEW.author_id
       OR panel.status <> 'to_sign' THEN
        RAISE EXCEPTION 'This cut score is not of that panel.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_cut_score_is_of_its_panel';
    END IF;
    IF EXISTS (SELECT FROM certification_panellist p
               WHERE p.setting_id = NEW.setting_id AND p.user_id = NEW.signed_by_id) THEN
        RAISE EXCEPTION 'Whoever sat on the panel does not sign its cut score.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_cut_score_is_signed_by_another';
    END IF;
    SELECT count(*) INTO asked FROM certification_formitem
        WHERE form_id = NEW.form_id AND certification_formitem.scored;
    SELECT count(*) INTO complete FROM (
        SELECT FROM certification_rating r
        JOIN certification_panellist p ON p.id = r.panellist_id
        WHERE p.setting_id = NEW.setting_id AND r.round = 2
        GROUP BY p.id HAVING count(*) = asked) AS done;
    IF complete < 3 OR complete <> NEW.panellists THEN
        RAISE EXCEPTION 'A cut score takes three panellists who rated every question.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'a_panel_has_three_or_more';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_cut_score_is_sound BEFORE INSERT ON certification_cutscore
    FOR EACH ROW EXECUTE FUNCTION certification_cut_score_is_sound();
CREATE TRIGGER cutscore_is_append_only BEFORE UPDATE OR DELETE ON certification_cutscore
    FOR EACH ROW EXECUTE FUNCTION certification_is_append_only();
CREATE TRIGGER itemruling_is_append_only BEFORE UPDATE OR DELETE ON certification_itemruling
    FOR EACH ROW EXECUTE FUNCTION certification_is_append_only();
"""
NO_LAWS = """
DROP FUNCTION certification_form_is_draft() CASCADE;
DROP FUNCTION certification_form_stays() CASCADE;
DROP FUNCTION certification_round_is_open() CASCADE;
DROP FUNCTION certification_panel_is_rating() CASCADE;
DROP FUNCTION certification_standard_stays() CASCADE;
DROP FUNCTION certification_cut_score_is_sound() CASCADE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("certification", "0005_credentials_are_written_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ItemAnalysis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for a worker"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Stopped"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                (
                    "n",
                    models.PositiveIntegerField(
                        default=0, help_text="First attempts that were scored."
                    ),
                ),
                ("items", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("mean", models.FloatField(blank=True, null=True)),
                ("sd", models.FloatField(blank=True, null=True)),
                ("alpha", models.FloatField(blank=True, null=True)),
                ("sem", models.FloatField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="analyses",
                        to="certification.examform",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemRuling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("credit", "Everybody gets its points"),
                            ("exclude", "It does not count"),
                            ("keyed", "It counts as keyed after all"),
                        ],
                        max_length=8,
                    ),
                ),
                ("why", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "form_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rulings",
                        to="certification.formitem",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["form_item", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ItemStat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("p", models.FloatField(blank=True, null=True)),
                (
                    "r",
                    models.FloatField(
                        blank=True, help_text="With the rest of the scored total.", null=True
                    ),
                ),
                (
                    "seconds",
                    models.PositiveIntegerField(blank=True, help_text="The median.", null=True),
                ),
                ("unanswered", models.PositiveIntegerField(default=0)),
                (
                    "choices",
                    models.JSONField(default=list, help_text="Who took which choice, by thirds."),
                ),
                (
                    "analysis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stats",
                        to="certification.itemanalysis",
                    ),
                ),
                (
                    "form_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stats",
                        to="certification.formitem",
                    ),
                ),
            ],
            options={
                "ordering": ["analysis", "form_item__position"],
            },
        ),
        migrations.CreateModel(
            name="Panellist",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rounds_done", models.PositiveSmallIntegerField(default=0)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["setting", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Rating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("per_cent", models.PositiveSmallIntegerField()),
                ("saved_at", models.DateTimeField(auto_now=True)),
                (
                    "form_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="certification.formitem",
                    ),
                ),
                (
                    "panellist",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ratings",
                        to="certification.panellist",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="StandardSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("first", "Round 1"),
                            ("second", "Round 2"),
                            ("to_sign", "To be signed"),
                            ("signed", "Signed"),
                            ("abandoned", "Abandoned"),
                        ],
                        default="first",
                        max_length=10,
                    ),
                ),
                (
                    "borderline",
                    models.TextField(help_text="The candidate who is only just good enough."),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("first_closed_at", models.DateTimeField(blank=True, null=True)),
                ("second_closed_at", models.DateTimeField(blank=True, null=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="certification.examform",
                    ),
                ),
                (
                    "led_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
            },
        ),
        migrations.AddField(
            model_name="panellist",
            name="setting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="panel",
                to="certification.standardsetting",
            ),
        ),
        migrations.CreateModel(
            name="CutScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("raw", models.DecimalField(decimal_places=2, max_digits=7)),
                ("panel_mean", models.DecimalField(decimal_places=2, max_digits=7)),
                ("se", models.DecimalField(decimal_places=2, max_digits=7)),
                ("panellists", models.PositiveSmallIntegerField()),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Why it is not the panel's mean."),
                ),
                ("signed_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cut_scores",
                        to="certification.examform",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "setting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cut_score",
                        to="certification.standardsetting",
                    ),
                ),
            ],
            options={
                "ordering": ["form", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Enemies",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="certification.item",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="certification.item",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "enemies",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "second"), name="a_pair_of_enemies_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="enemies_stand_in_one_order",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="itemanalysis",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["waiting", "running", "done", "failed"])),
                name="analysis_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemanalysis",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("waiting", "running"))),
                fields=("form",),
                name="one_analysis_of_a_form_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["credit", "exclude", "keyed"])),
                name="ruling_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="itemstat",
            constraint=models.UniqueConstraint(
                fields=("analysis", "form_item"), name="one_stat_per_item"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.UniqueConstraint(
                fields=("panellist", "form_item", "round"), name="one_rating_per_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("per_cent__lte", 100)), name="a_rating_is_at_most_100"
            ),
        ),
        migrations.AddConstraint(
            model_name="rating",
            constraint=models.CheckConstraint(
                condition=models.Q(("round__in", (1, 2))), name="rating_round_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="standardsetting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["first", "second", "to_sign", "signed", "abandoned"])
                ),
                name="standard_status_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="standardsetting",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ("first", "second", "to_sign"))),
                fields=("form",),
                name="one_open_panel_per_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="panellist",
            constraint=models.UniqueConstraint(
                fields=("setting", "user"), name="one_seat_per_panellist"
            ),
        ),
        migrations.AddConstraint(
            model_name="panellist",
            constraint=models.CheckConstraint(
                condition=models.Q(("rounds_done__lte", 2)), name="a_panel_has_two_rounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("signed_by", models.F("author")), _negated=True),
                name="a_cut_score_is_signed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="cutscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("panellists__gte", 3)), name="a_panel_has_three_or_more"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutscore",
            constraint=models.CheckConstraint(
                condition=models.Q(("raw__gt", 0)), name="a_cut_score_is_positive"
            ),
        ),
        migrations.AddConstraint(
            model_name="cutscore",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("raw", models.F("panel_mean")),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="another_cut_than_the_panels_has_a_reason",
            ),
        ),
        migrations.RunSQL(LAWS, NO_LAWS),
    ]
