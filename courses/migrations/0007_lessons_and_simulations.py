import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0006_a_course_is_counted_once_at_a_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="LessonPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.TextField(blank=True, help_text="Markdown")),
                ("video", models.FileField(blank=True, upload_to="lessons/videos/")),
                (
                    "captions",
                    models.FileField(blank=True, help_text="WebVTT", upload_to="lessons/captions/"),
                ),
                ("transcript", models.TextField(blank=True)),
                (
                    "embed",
                    models.URLField(blank=True, help_text="asked for consent before it loads"),
                ),
                ("checklist", models.JSONField(blank=True, default=list, help_text='["Line", …]')),
                (
                    "finish",
                    models.CharField(
                        choices=[
                            ("read", "The learner says it is read"),
                            ("watched", "Nine tenths of the video were seen"),
                            ("checklist", "Every line of the checklist is ticked"),
                            ("practice", "Each practice question was answered rightly once"),
                        ],
                        default="read",
                        max_length=10,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("published", models.BooleanField(default=False)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "words",
                    django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                ),
                (
                    "lesson",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="page",
                        to="courses.lesson",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["words"], name="lesson_words")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("finish__in", ["read", "watched", "checklist", "practice"])
                        ),
                        name="finish_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("video", ""), ("embed", ""), _connector="OR"),
                        name="a_video_is_ours_or_elsewhere",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("seen_at", models.DateTimeField()),
                (
                    "seconds",
                    models.PositiveIntegerField(
                        default=0, help_text="of the video, where to go on"
                    ),
                ),
                (
                    "watched",
                    models.PositiveIntegerField(
                        default=0, help_text="seconds of the video ever seen"
                    ),
                ),
                (
                    "ticks",
                    models.JSONField(blank=True, default=list, help_text="texts of ticked lines"),
                ),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="progress",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="courses.lesson",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enrolment", "lesson"), name="one_progress_per_lesson"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("body", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="revisions",
                        to="courses.lessonpage",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "number"), name="one_revision_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("stem", models.TextField()),
                ("options", models.JSONField(blank=True, default=dict)),
                ("key", models.JSONField()),
                ("rationale", models.TextField()),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="courses.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("lesson", "position"),
                        name="one_question_per_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                ["single", "multiple", "numeric", "ordering", "matching", "short"],
                            )
                        ),
                        name="practice_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoursePace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("free", "All at once, in any order"),
                            ("order", "One after the other"),
                            ("drip", "Week by week, from the first class"),
                        ],
                        default="free",
                        max_length=8,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pace",
                        to="courses.courseversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pace__in", ["free", "order", "drip"])),
                        name="pace_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("file", models.FileField(upload_to="lessons/files/")),
                ("name", models.CharField(max_length=120)),
                ("alt", models.CharField(blank=True, max_length=300)),
                ("media_type", models.CharField(max_length=80)),
                ("size", models.PositiveIntegerField(help_text="bytes")),
                ("is_picture", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                (
                    "lesson",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="courses.lesson",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_picture", False),
                            models.Q(("alt", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_picture_says_what_it_shows",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Scenario",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "Retired"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=100)),
                ("is_demo", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="ScenarioVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(max_length=240)),
                ("source", models.TextField(help_text="TOML")),
                (
                    "digest",
                    models.CharField(
                        help_text="sha256 of the parsed file, canonical JSON", max_length=64
                    ),
                ),
                ("engine", models.CharField(max_length=12)),
                (
                    "report",
                    models.JSONField(blank=True, default=dict, help_text="how policies rank on it"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "author",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scenarios_written",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scenario",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="courses.scenario",
                    ),
                ),
            ],
            options={
                "ordering": ["scenario", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scenario", "number"), name="one_scenario_version_per_number"
                    ),
                    models.UniqueConstraint(
                        fields=("scenario", "digest"), name="one_scenario_version_per_text"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Scenario",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="courses.scenarioversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "published", "retired"])),
                name="scenario_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scenario",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("current__isnull", False),
                    _connector="OR",
                ),
                name="a_published_scenario_has_a_version",
            ),
        ),
        migrations.CreateModel(
            name="ScenarioSeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seed", models.PositiveBigIntegerField()),
                ("panel_mean", models.DecimalField(decimal_places=2, max_digits=5)),
                ("certified", models.BooleanField(default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seeds",
                        to="courses.scenarioversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "seed"), name="one_row_per_seed")
                ],
            },
        ),
        migrations.CreateModel(
            name="SimulationRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("practice", "Practice"),
                            ("class", "Class"),
                            ("assessed", "Assessed"),
                        ],
                        default="practice",
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("playing", "In play"),
                            ("finished", "Finished"),
                            ("abandoned", "Put away"),
                        ],
                        default="playing",
                        max_length=12,
                    ),
                ),
                ("engine", models.CharField(max_length=12)),
                ("seed", models.PositiveBigIntegerField(editable=False)),
                ("nonce", models.CharField(editable=False, max_length=64)),
                (
                    "commitment",
                    models.CharField(help_text="sha256 of nonce, colon, seed", max_length=64),
                ),
                ("week", models.PositiveSmallIntegerField(default=0)),
                ("state", models.JSONField(default=dict)),
                ("state_digest", models.CharField(max_length=64)),
                ("draft", models.JSONField(blank=True, default=dict)),
                ("draft_number", models.PositiveIntegerField(default=0)),
                ("score", models.JSONField(blank=True, null=True)),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True),
                ),
                ("on_leaderboard", models.BooleanField(default=False)),
                (
                    "guided",
                    models.BooleanField(
                        default=False, help_text="the first-run guide was finished"
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "enrolment",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="simulation_runs",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="simulation_runs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="courses.scenarioversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["playing", "finished", "abandoned"]),
                            ("mode__in", ["practice", "class", "assessed"]),
                        ),
                        name="run_words_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "finished"), _negated=True),
                            models.Q(
                                ("finished_at__isnull", False),
                                ("score__isnull", False),
                                ("total__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_finished_run_has_a_score",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("align", "Alignment"),
                            ("lead", "Teams"),
                            ("risk", "Risk"),
                            ("comm", "Stakeholders"),
                            ("exec", "Delivery"),
                        ],
                        max_length=8,
                    ),
                ),
                ("joined_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="simulation_seats",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="courses.simulationrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "user"), name="one_seat_per_person"),
                    models.UniqueConstraint(fields=("run", "part"), name="one_person_per_part"),
                    models.CheckConstraint(
                        condition=models.Q(("part__in", ["align", "lead", "risk", "comm", "exec"])),
                        name="seat_part_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Debrief",
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
                            ("waiting", "Waiting"),
                            ("working", "Being worked out"),
                            ("ready", "Ready"),
                            ("failed", "Stopped"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("steps_done", models.PositiveSmallIntegerField(default=0)),
                ("steps_all", models.PositiveSmallIntegerField(default=1)),
                (
                    "parts",
                    models.JSONField(blank=True, default=dict, help_text="results by their step"),
                ),
                (
                    "guess",
                    models.JSONField(
                        blank=True, default=dict, help_text="asked before anything is shown"
                    ),
                ),
                (
                    "resolve",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="one thing to do differently"
                    ),
                ),
                (
                    "share_token",
                    models.CharField(blank=True, max_length=43, null=True, unique=True),
                ),
                ("comment", models.TextField(blank=True)),
                (
                    "rubric",
                    models.JSONField(
                        blank=True, default=dict, help_text="level per responsibility"
                    ),
                ),
                ("commented_at", models.DateTimeField(blank=True, null=True)),
                ("worked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "commented_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="debriefs_commented",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="debrief",
                        to="courses.simulationrun",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "working", "ready", "failed"])
                        ),
                        name="debrief_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("steps_done__lte", models.F("steps_all"))),
                        name="no_more_steps_than_there_are",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SimulationTurn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("week", models.PositiveSmallIntegerField()),
                ("decisions", models.JSONField()),
                ("events", models.JSONField(default=list)),
                ("state_digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="turns",
                        to="courses.simulationrun",
                    ),
                ),
            ],
            options={
                "ordering": ["run", "week"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "week"), name="one_turn_per_week")
                ],
            },
        ),
    ]
