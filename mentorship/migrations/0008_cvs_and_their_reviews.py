import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import mentorship.models.cvs


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("mentorship", "0007_what_was_scored_stays"),
    ]

    operations = [
        migrations.CreateModel(
            name="CvDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(help_text="The roles it is for.", max_length=120)),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("last_used_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("emptied_at", models.DateTimeField(blank=True, null=True)),
                (
                    "emptied_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("owner", "Deleted by its owner"),
                            ("time", "Deleted twelve months after it was last used"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cvs",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "CV",
                "ordering": ["-last_used_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("emptied_at__isnull", True), ("emptied_by", "")),
                            models.Q(
                                ("emptied_at__isnull", False), ("emptied_by__in", ["owner", "time"])
                            ),
                            _connector="OR",
                        ),
                        name="an_emptied_cv_says_when_and_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CvVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "kind",
                    models.CharField(choices=[("pdf", "PDF"), ("docx", "DOCX")], max_length=4),
                ),
                (
                    "name",
                    models.CharField(help_text="As its owner calls the file.", max_length=120),
                ),
                ("size", models.PositiveIntegerField(help_text="Bytes.")),
                (
                    "file",
                    models.FileField(
                        blank=True,
                        max_length=120,
                        storage=mentorship.models.cvs.private_files,
                        upload_to=mentorship.models.cvs.random_name,
                    ),
                ),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="mentorship.cvdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "version of a CV",
                "verbose_name_plural": "versions of CVs",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "number"), name="one_version_of_a_number_in_each_cv"
                    ),
                    models.UniqueConstraint(
                        fields=("document", "sha256"), name="the_same_file_is_the_same_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["pdf", "docx"]), ("number__gte", 1)),
                        name="a_version_is_a_pdf_or_a_docx",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CvReview",
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
                            ("submitted", "Waiting for a reviewer"),
                            ("assigned", "With a reviewer"),
                            ("in_review", "Being read"),
                            ("returned", "Returned with comments"),
                            ("revised", "New version sent"),
                            ("closed", "Closed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="submitted",
                        max_length=9,
                    ),
                ),
                ("wish", models.TextField(blank=True, help_text="What the owner wants looked at.")),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="The reviewer's answer in a few sentences."
                    ),
                ),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("due_at", models.DateTimeField(help_text="Counted in calendar days.")),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("returned_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="mentorship.cvdocument",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cv_reviews",
                        to="mentorship.offer",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cv_reviews",
                        to="mentorship.mentor",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="mentorship.cvversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "review of a CV",
                "verbose_name_plural": "reviews of CVs",
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("status__in", ("submitted", "assigned", "in_review", "revised"))
                        ),
                        fields=["due_at"],
                        name="reviews_somebody_waits_for",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "submitted",
                                    "assigned",
                                    "in_review",
                                    "returned",
                                    "revised",
                                    "closed",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="review_status_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("closed", "withdrawn")), _negated=True),
                        fields=("document",),
                        name="one_open_review_per_cv",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("submitted", "closed", "withdrawn")),
                            ("reviewer__isnull", False),
                            _connector="OR",
                        ),
                        name="somebody_reads_a_review_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("returned", "revised")), _negated=True),
                            models.Q(
                                ("returned_at__isnull", False),
                                models.Q(("summary", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_returned_review_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CvScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("criterion", models.SlugField(help_text="Key in the CV rubric.", max_length=40)),
                ("level", models.PositiveSmallIntegerField()),
                ("words", models.TextField(blank=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scores",
                        to="mentorship.cvreview",
                    ),
                ),
            ],
            options={
                "verbose_name": "score of a CV",
                "verbose_name_plural": "scores of CVs",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "criterion"), name="one_cv_score_per_review_and_criterion"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", (1, 2, 3, 4))),
                        name="a_cv_score_has_one_of_four_levels",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CvComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.PositiveSmallIntegerField(verbose_name="from line")),
                ("end", models.PositiveSmallIntegerField(verbose_name="to line")),
                ("quoted", models.TextField(help_text="The lines as they were.")),
                (
                    "severity",
                    models.CharField(
                        choices=[
                            ("must", "Must change"),
                            ("should", "Should change"),
                            ("could", "Could be better"),
                            ("praise", "Keep this"),
                        ],
                        max_length=6,
                    ),
                ),
                ("text", models.TextField()),
                ("form_token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, help_text="When its owner could read it.", null=True
                    ),
                ),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="mentorship.cvreview",
                    ),
                ),
                (
                    "resolved_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resolved",
                        to="mentorship.cvversion",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="mentorship.cvversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "comment on a CV",
                "verbose_name_plural": "comments on CVs",
                "ordering": ["version", "start", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("end__gte", models.F("start")), ("start__gte", 1)),
                        name="a_comment_stands_on_lines",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("severity__in", ["must", "should", "could", "praise"])),
                        name="severity_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("resolved_by__isnull", True), ("resolved_in__isnull", True)),
                            models.Q(
                                ("resolved_by__isnull", False), ("resolved_in__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_resolved_comment_says_where_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CvClaim",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveSmallIntegerField()),
                ("evidence", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("url", models.CharField(max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="claims",
                        to="mentorship.cvversion",
                    ),
                ),
            ],
            options={
                "ordering": ["line", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "line", "evidence"), name="a_line_is_vouched_for_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("line__gte", 1)), name="a_claim_stands_on_a_line"
                    ),
                ],
            },
        ),
    ]
