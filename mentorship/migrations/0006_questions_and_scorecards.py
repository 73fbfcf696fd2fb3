import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mentorship", "0005_mentors_give_every_kind_of_help"),
    ]

    operations = [
        migrations.CreateModel(
            name="Rubric",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(unique=True)),
                ("title", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["version"],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=80, unique=True)),
                (
                    "competency",
                    models.SlugField(
                        help_text="Slug of a competency of the school.", max_length=60
                    ),
                ),
                (
                    "criterion",
                    models.SlugField(help_text="Key of a criterion of the rubric.", max_length=40),
                ),
                ("kind", models.CharField(max_length=20)),
                ("level", models.CharField(max_length=20)),
                ("prompt", models.TextField()),
                (
                    "follow_ups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "strong",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "weak",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(default=5)),
                ("is_retired", models.BooleanField(default=False, help_text="No longer asked.")),
            ],
            options={
                "ordering": ["criterion", "key"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 60)),
                        name="a_question_takes_minutes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "booking",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="mentorship.booking",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="mentorship.question",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions_heard",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("student", "question"), name="no_student_hears_a_question_twice"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                ("level", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("notes", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "use",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="practice",
                        to="mentorship.questionuse",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__isnull", True),
                            models.Q(
                                ("closed_at__isnull", False),
                                ("level__in", (1, 2, 3, 4)),
                                ("stopped_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="an_answer_is_judged_after_it_was_given",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stopped_at__isnull", True),
                            ("stopped_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="an_answer_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80)),
                ("asks", models.TextField(help_text="What the interviewer listens for.")),
                (
                    "competency",
                    models.SlugField(
                        help_text="Slug of a competency of the school.", max_length=60
                    ),
                ),
                (
                    "levels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), size=4
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criteria",
                        to="mentorship.rubric",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "criteria",
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("rubric", "key"), name="one_criterion_of_a_key_in_each_rubric"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("levels__len", 4)),
                        name="a_criterion_describes_four_levels",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Scorecard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why it was revised.", max_length=300),
                ),
                (
                    "summary",
                    models.TextField(help_text="For the student: what to keep and what to change."),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="For the next mentor; the student does not see."
                    ),
                ),
                ("submitted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorecards",
                        to="mentorship.booking",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorecards",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "rubric",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scorecards",
                        to="mentorship.rubric",
                    ),
                ),
            ],
            options={
                "ordering": ["-submitted_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("booking", "revision"),
                        name="one_scorecard_per_session_and_revision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), ("revision", 1)),
                            models.Q(("revision__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_revision_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("evidence", models.TextField(help_text="What they said, word for word.")),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentorship.criterion",
                    ),
                ),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="mentorship.scorecard",
                    ),
                ),
            ],
            options={
                "ordering": ["criterion__position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scorecard", "criterion"),
                        name="one_score_per_scorecard_and_criterion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", (1, 2, 3, 4)), models.Q(("evidence", ""), _negated=True)
                        ),
                        name="a_score_has_a_level_and_evidence",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="InterviewTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("company", models.CharField(max_length=120)),
                ("role", models.CharField(max_length=120)),
                (
                    "level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("tpm", "TPM"),
                            ("senior", "Senior TPM"),
                            ("staff", "Staff TPM"),
                            ("principal", "Principal TPM"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "interview_round",
                    models.CharField(blank=True, max_length=80, verbose_name="round"),
                ),
                ("at", models.DateTimeField()),
                (
                    "zone",
                    models.CharField(help_text="The clock the invitation names.", max_length=64),
                ),
                ("planned_at", models.DateTimeField(help_text="When the plan was last made.")),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="Rises with each change of date."
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("ahead", "Preparing"),
                            ("heard", "Debriefed"),
                            ("dropped", "Called off"),
                        ],
                        default="ahead",
                        max_length=8,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("waiting", "I wait to hear from them"),
                            ("next_round", "I go on to the next round"),
                            ("offer", "They made an offer"),
                            ("no_offer", "They said no"),
                            ("withdrew", "I withdrew"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "asked",
                    models.TextField(
                        blank=True, help_text="What they asked, in the student's words."
                    ),
                ),
                (
                    "learned",
                    models.TextField(
                        blank=True, help_text="What the student would do differently."
                    ),
                ),
                ("debriefed_at", models.DateTimeField(blank=True, null=True)),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interview_targets",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["ahead", "heard", "dropped"]),
                            ("level__in", ["", "tpm", "senior", "staff", "principal"]),
                            (
                                "outcome__in",
                                ["", "waiting", "next_round", "offer", "no_offer", "withdrew"],
                            ),
                        ),
                        name="an_interview_says_known_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("debriefed_at__isnull", False),
                                ("status", "heard"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "heard"), _negated=True),
                                ("debriefed_at__isnull", True),
                                ("outcome", ""),
                            ),
                            _connector="OR",
                        ),
                        name="a_debriefed_interview_says_what_came_of_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("at__gt", models.F("planned_at"))),
                        name="an_interview_is_planned_before_it_takes_place",
                    ),
                ],
            },
        ),
    ]
