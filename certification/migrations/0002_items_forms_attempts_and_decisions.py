import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("certification", "0001_schemes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Domain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=80)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "slug"],
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField(help_text="From 1, without gaps.", unique=True)),
                ("at", models.DateTimeField()),
                ("act", models.CharField(max_length=60)),
                (
                    "subject",
                    models.CharField(db_index=True, help_text="attempt:7f3k…", max_length=80),
                ),
                ("actor_name", models.CharField(help_text="user:17, or clock.", max_length=40)),
                ("facts", models.JSONField(default=dict)),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "actor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("release_at", models.DateTimeField()),
                ("released_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-release_at"],
            },
        ),
        migrations.CreateModel(
            name="SchemeVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("effective", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("prerequisites", models.JSONField(default=list)),
                ("assessments", models.JSONField(default=list)),
                (
                    "weights",
                    models.JSONField(
                        default=dict, help_text="Domain slug to per cent; 100 in all."
                    ),
                ),
                ("conduct", models.TextField(help_text="The code of conduct, in Markdown.")),
                (
                    "handbook",
                    models.TextField(blank=True, help_text="For candidates, in Markdown."),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=3)),
                (
                    "wait_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("window_days", models.PositiveSmallIntegerField(default=180)),
                ("valid_months", models.PositiveSmallIntegerField(default=36)),
                ("cpd", models.JSONField(default=dict)),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="certification.scheme",
                    ),
                ),
            ],
            options={
                "ordering": ["scheme", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("scheme", "number"), name="scheme_version_number_once"
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("scheme", "="), ("effective", "&&")],
                        name="one_scheme_version_in_force_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Blueprint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "pretest",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Items tried out, unscored."
                    ),
                ),
                (
                    "cases",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Items marked by people."
                    ),
                ),
                (
                    "break_minutes",
                    models.PositiveSmallIntegerField(default=0, help_text="Between the sections."),
                ),
                (
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="blueprints",
                        to="certification.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["scheme_version", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Application",
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
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("under_review", "Under review"),
                            ("eligible", "Eligible"),
                            ("rejected", "Not eligible"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                (
                    "declarations",
                    models.JSONField(default=dict, help_text="What the candidate declares."),
                ),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="applications",
                        to="certification.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "draft",
                                    "submitted",
                                    "under_review",
                                    "eligible",
                                    "rejected",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="application_status_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("status__in", ("draft", "submitted", "under_review", "eligible"))
                        ),
                        fields=("candidate", "scheme_version"),
                        name="one_open_application_per_person_and_scheme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authorisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("window", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("attempts_allowed", models.PositiveSmallIntegerField()),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "application",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisation",
                        to="certification.application",
                    ),
                ),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="authorisations",
                        to="certification.schemeversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ExamForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("seed", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("published", "Published"),
                            ("retired", "Retired"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        help_text="For everything, breaks not counted."
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "blueprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="certification.blueprint",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="certification.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["scheme_version", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("status__in", ["draft", "published", "retired"])),
                        name="form_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "draft"), ("published_at__isnull", False), _connector="OR"
                        ),
                        name="a_form_in_use_was_published",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "code",
                    models.CharField(
                        help_text="What markers see: 9WHC2K.", max_length=8, unique=True
                    ),
                ),
                ("seed", models.CharField(help_text="The order of this paper.", max_length=32)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("started", "Running"),
                            ("paused", "Paused"),
                            ("submitted", "Submitted"),
                            ("marking", "Being marked"),
                            ("moderation", "In moderation"),
                            ("scored", "Scored"),
                            ("decided", "Decided"),
                            ("released", "Released"),
                            ("voided", "Voided"),
                        ],
                        db_index=True,
                        default="started",
                        max_length=12,
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0, help_text="Rises with each change of status."
                    ),
                ),
                ("started_at", models.DateTimeField()),
                ("deadline_at", models.DateTimeField(db_index=True)),
                ("limit_seconds", models.PositiveIntegerField()),
                ("grace_seconds", models.PositiveSmallIntegerField(default=30)),
                (
                    "factor",
                    models.DecimalField(decimal_places=2, default=Decimal("1.00"), max_digits=4),
                ),
                ("extra_break_seconds", models.PositiveIntegerField(default=0)),
                (
                    "section",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="The open one, by position."
                    ),
                ),
                ("break_started_at", models.DateTimeField(blank=True, null=True)),
                ("break_until", models.DateTimeField(blank=True, null=True)),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "submitted_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("candidate", "The candidate"),
                            ("clock", "The clock"),
                            ("staff", "Staff"),
                        ],
                        max_length=10,
                    ),
                ),
                ("last_saved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "tab",
                    models.CharField(
                        blank=True, help_text="The browser tab that writes.", max_length=36
                    ),
                ),
                ("idempotency_key", models.CharField(editable=False, max_length=64, unique=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exam_attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "authorisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="certification.authorisation",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="certification.examform",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "started",
                                    "paused",
                                    "submitted",
                                    "marking",
                                    "moderation",
                                    "scored",
                                    "decided",
                                    "released",
                                    "voided",
                                ],
                            )
                        ),
                        name="attempt_status_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("started", "paused"))),
                        fields=("candidate",),
                        name="one_open_attempt_per_person",
                    ),
                    models.UniqueConstraint(
                        fields=("authorisation", "number"),
                        name="attempt_number_once_per_authorisation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("deadline_at__gt", models.F("started_at"))),
                        name="an_attempt_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("started", "paused")),
                            ("status", "voided"),
                            ("submitted_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_finished_attempt_was_submitted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormSection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=80)),
                (
                    "break_minutes",
                    models.PositiveSmallIntegerField(default=0, help_text="Offered after it."),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="certification.examform",
                    ),
                ),
            ],
            options={
                "ordering": ["form", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "position"), name="one_section_per_position"
                    )
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
                ("number", models.PositiveSmallIntegerField()),
                ("raw", models.DecimalField(decimal_places=2, max_digits=7)),
                ("maximum", models.DecimalField(decimal_places=2, max_digits=7)),
                ("scaled", models.PositiveSmallIntegerField()),
                (
                    "cut_raw",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=7, null=True),
                ),
                (
                    "passed",
                    models.BooleanField(
                        help_text="Unknown while the form has no cut score.", null=True
                    ),
                ),
                ("domains", models.JSONField(default=dict, help_text='Slug to {"raw", "max"}.')),
                (
                    "items",
                    models.JSONField(default=dict, help_text="Form item id to points, as text."),
                ),
                ("algorithm", models.CharField(max_length=20)),
                (
                    "inputs_hash",
                    models.CharField(help_text="SHA-256 of all that went in.", max_length=64),
                ),
                (
                    "why",
                    models.CharField(
                        blank=True, help_text="Why it was scored again.", max_length=200
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="certification.attempt",
                    ),
                ),
                (
                    "scored_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["attempt", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("attempt", "number"), name="score_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("granted", "Certification granted"),
                            ("refused", "Not granted"),
                            ("deferred", "Deferred"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                (
                    "override",
                    models.TextField(blank=True, help_text="Why a tie was accepted, and by whom."),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="certification.attempt",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="certification.releasebatch",
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="certification.score",
                    ),
                ),
            ],
            options={
                "ordering": ["attempt", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "number"), name="decision_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("outcome__in", ["granted", "refused", "deferred"])),
                        name="decision_outcome_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Certification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "number",
                    models.CharField(help_text="TI-26-0418-7KQ", max_length=20, unique=True),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Valid"),
                            ("renewal_due", "Valid, renewal due"),
                            ("grace", "In grace"),
                            ("suspended", "Suspended"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Expired"),
                            ("superseded", "Superseded"),
                        ],
                        default="active",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=0)),
                ("awarded_on", models.DateField()),
                (
                    "period",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="Valid from, until the day before the end."
                    ),
                ),
                ("grace_days", models.PositiveSmallIntegerField(default=90)),
                (
                    "is_public",
                    models.BooleanField(
                        default=True, help_text="The holder lets anybody verify it."
                    ),
                ),
                ("is_demo", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scheme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="certification.scheme",
                    ),
                ),
                (
                    "decision",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certification",
                        to="certification.decision",
                    ),
                ),
                (
                    "scheme_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certifications",
                        to="certification.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-awarded_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "active",
                                    "renewal_due",
                                    "grace",
                                    "suspended",
                                    "withdrawn",
                                    "expired",
                                    "superseded",
                                ],
                            )
                        ),
                        name="standing_is_known",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(
                            ("status__in", ("active", "renewal_due", "grace", "suspended"))
                        ),
                        expressions=[("holder", "="), ("scheme", "="), ("period", "&&")],
                        name="one_live_certification_per_person_and_scheme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CertificationEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                ("before", models.CharField(blank=True, max_length=12)),
                ("after", models.CharField(max_length=12)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="certification.certification",
                    ),
                ),
            ],
            options={
                "ordering": ["certification", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Signal",
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
                            ("time", "Time per question"),
                            ("changes", "Answers changed"),
                            ("address", "Address changed"),
                            ("similarity", "Answers alike"),
                            ("report", "Reported by a person"),
                        ],
                        max_length=12,
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, max_length=300)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals",
                        to="certification.attempt",
                    ),
                ),
                (
                    "looked_at_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.attempt",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "kind", "other"),
                        name="one_signal_of_a_kind_per_attempt",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeAdjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seconds", models.IntegerField()),
                ("why", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adjustments",
                        to="certification.attempt",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Accommodation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "factor",
                    models.DecimalField(decimal_places=2, default=Decimal("1.00"), max_digits=4),
                ),
                (
                    "break_minutes",
                    models.PositiveSmallIntegerField(default=0, help_text="Beside scheduled ones."),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "reason",
                    models.TextField(blank=True, help_text="Private: never shown to examiners."),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "granted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accommodations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("factor__gte", 1), ("factor__lte", 3)),
                        name="time_factor_is_between_1_and_3",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("appeal", "Appeal"), ("complaint", "Complaint")], max_length=10
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "Received"),
                            ("admissible", "Admitted"),
                            ("assigned", "With a reviewer"),
                            ("upheld", "Upheld"),
                            ("partly", "Partly upheld"),
                            ("dismissed", "Dismissed"),
                            ("inadmissible", "Not admissible"),
                        ],
                        default="received",
                        max_length=12,
                    ),
                ),
                ("grounds", models.TextField()),
                ("due_at", models.DateTimeField(help_text="When it must be answered.")),
                ("answer", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals_reviewed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "attempt",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="certification.attempt",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appeals",
                        to="certification.decision",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "received",
                                    "admissible",
                                    "assigned",
                                    "upheld",
                                    "partly",
                                    "dismissed",
                                    "inadmissible",
                                ],
                            )
                        ),
                        name="appeal_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["appeal", "complaint"])),
                        name="appeal_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewer__isnull", True),
                            models.Q(("reviewer", models.F("made_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_reviews_their_own_appeal",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "appeal")),
                        fields=("decision",),
                        name="one_appeal_per_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlueprintCell",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("recall", "Recall"), ("apply", "Apply"), ("analyse", "Analyse")],
                        max_length=8,
                    ),
                ),
                ("count", models.PositiveSmallIntegerField()),
                (
                    "blueprint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cells",
                        to="certification.blueprint",
                    ),
                ),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.domain",
                    ),
                ),
            ],
            options={
                "ordering": ["blueprint", "domain", "level"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("blueprint", "domain", "level"), name="one_blueprint_cell_per_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "key",
                    models.CharField(
                        help_text="As it is called in files.", max_length=60, unique=True
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("review", "In review"),
                            ("approved", "Approved"),
                            ("pretest", "Pretest"),
                            ("operational", "Operational"),
                            ("suspended", "Suspended"),
                            ("retired", "Retired"),
                        ],
                        db_index=True,
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items_written",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["key"],
            },
        ),
        migrations.CreateModel(
            name="ItemPicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("media_type", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                (
                    "words",
                    models.CharField(
                        help_text="What it shows, for who cannot see it.", max_length=300
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pictures",
                        to="certification.item",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ItemVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("single", "One choice"),
                            ("multiple", "Several choices"),
                            ("numeric", "A number"),
                            ("ordering", "An order"),
                            ("matching", "Pairs"),
                            ("short", "A short answer"),
                            ("essay", "Essay or case"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("recall", "Recall"), ("apply", "Apply"), ("analyse", "Analyse")],
                        max_length=8,
                    ),
                ),
                ("scenario", models.BooleanField(default=False)),
                ("title", models.CharField(max_length=120)),
                ("stem", models.TextField(help_text="Markdown.")),
                ("options", models.JSONField(blank=True, default=dict)),
                ("key", models.JSONField(blank=True, default=dict)),
                ("rubric", models.JSONField(blank=True, default=list)),
                ("rationale", models.TextField(blank=True, help_text="Markdown.")),
                (
                    "references",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=300),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, default=1, max_digits=5)),
                (
                    "checksum",
                    models.CharField(
                        db_index=True, help_text="SHA-256 of what it says.", max_length=64
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "domain",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_versions",
                        to="certification.domain",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="certification.item",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["item", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "number"), name="item_version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "single",
                                    "multiple",
                                    "numeric",
                                    "ordering",
                                    "matching",
                                    "short",
                                    "essay",
                                ],
                            )
                        ),
                        name="item_kind_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["recall", "apply", "analyse"])),
                        name="item_level_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0)), name="item_points_are_positive"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Item",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="certification.itemversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "draft",
                            "review",
                            "approved",
                            "pretest",
                            "operational",
                            "suspended",
                            "retired",
                        ],
                    )
                ),
                name="item_status_is_known",
            ),
        ),
        migrations.CreateModel(
            name="FormItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("points", models.DecimalField(decimal_places=2, max_digits=5)),
                ("scored", models.BooleanField(default=True)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="certification.examform",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="certification.formsection",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="in_forms",
                        to="certification.itemversion",
                    ),
                ),
            ],
            options={
                "ordering": ["form", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "position"), name="one_item_per_place_in_form"
                    ),
                    models.UniqueConstraint(
                        fields=("form", "version"), name="an_item_once_in_a_form"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttemptItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="From 1, as the candidate counts."),
                ),
                (
                    "order",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=8),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("flagged", models.BooleanField(default=False)),
                (
                    "attempt",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="certification.attempt",
                    ),
                ),
                (
                    "form_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.formitem",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.formsection",
                    ),
                ),
            ],
            options={
                "ordering": ["attempt", "position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "form_item"), name="an_item_dealt_once"
                    ),
                    models.UniqueConstraint(
                        fields=("attempt", "position"), name="one_item_per_place"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "attempt_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="response",
                        serialize=False,
                        to="certification.attemptitem",
                    ),
                ),
                (
                    "seq",
                    models.BigIntegerField(
                        help_text="The browser's count, rising with each change."
                    ),
                ),
                ("body", models.JSONField(default=dict)),
                (
                    "seconds",
                    models.PositiveIntegerField(
                        default=0, help_text="Spent on it, as the page counts."
                    ),
                ),
                ("changes", models.PositiveSmallIntegerField(default=0)),
                ("saved_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Discrepancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=120)),
                ("gap", models.DecimalField(decimal_places=2, default=Decimal(0), max_digits=5)),
                ("resolved_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "attempt_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="discrepancy",
                        to="certification.attemptitem",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ItemReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("approve", "Approve"), ("changes", "Needs changes")], max_length=8
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reviewer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="item_reviews",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="certification.itemversion",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("verdict__in", ["approve", "changes"])),
                        name="item_verdict_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnchorScript",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("levels", models.JSONField()),
                ("why", models.TextField(blank=True)),
                ("key", models.CharField(max_length=60, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anchors",
                        to="certification.itemversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MarkingTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "code",
                    models.CharField(
                        help_text="What the marker sees instead of a name.", max_length=8
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "First mark"), (2, "Second mark"), (3, "Adjudication")]
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("leased", "With a marker"),
                            ("submitted", "Marked"),
                            ("cancelled", "Not needed"),
                        ],
                        db_index=True,
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "shuffle",
                    models.PositiveIntegerField(
                        default=0, help_text="The order markers meet it in."
                    ),
                ),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "anchor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="certification.anchorscript",
                    ),
                ),
                (
                    "attempt_item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="certification.attemptitem",
                    ),
                ),
                (
                    "marker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marking_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="certification.itemversion",
                    ),
                ),
            ],
            options={
                "ordering": ["shuffle", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "leased", "submitted", "cancelled"])
                        ),
                        name="marking_task_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("attempt_item__isnull", False),
                            ("anchor__isnull", False),
                            _connector="XOR",
                        ),
                        name="a_task_is_of_an_answer_or_an_anchor",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "cancelled"), _negated=True),
                        fields=("attempt_item", "round"),
                        name="one_task_per_answer_and_round",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("marker__isnull", False),
                            models.Q(("status", "cancelled"), _negated=True),
                        ),
                        fields=("attempt_item", "marker"),
                        name="nobody_marks_an_answer_twice",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveSmallIntegerField()),
                ("levels", models.JSONField(help_text="Criterion key to level, 0 the lowest.")),
                (
                    "comments",
                    models.JSONField(
                        default=list, help_text='[{"from", "to", "text"}] for the candidate.'
                    ),
                ),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="For other markers; never for the candidate."
                    ),
                ),
                ("asks_moderation", models.BooleanField(default=False)),
                ("seconds", models.PositiveIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="certification.markingtask",
                    ),
                ),
            ],
            options={
                "ordering": ["task", "revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "revision"), name="one_mark_per_revision"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ResponseEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField()),
                ("body", models.JSONField(default=dict)),
                ("saved_at", models.DateTimeField()),
                (
                    "address",
                    models.CharField(
                        blank=True, help_text="Keyed hash of where from.", max_length=16
                    ),
                ),
                (
                    "attempt_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="certification.attemptitem",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt_item", "seq"), name="one_event_per_sequence"
                    )
                ],
            },
        ),
    ]
