import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.contrib.postgres.search
import django.db.models.constraints
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import institute.accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.UnaccentExtension(),
        migrations.CreateModel(
            name="InvoiceCounter",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(max_length=200)),
                ("lead", models.TextField()),
                (
                    "outcomes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "price_cents",
                    models.PositiveIntegerField(
                        blank=True, help_text="CAD, as a bundle", null=True
                    ),
                ),
                ("is_demo", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["title"],
            },
        ),
        migrations.CreateModel(
            name="Competency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("responsibility", "Responsibility"),
                            ("expertise", "Area of expertise"),
                            ("skill", "Core skill"),
                        ],
                        max_length=20,
                    ),
                ),
                ("description", models.TextField()),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "competencies",
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["responsibility", "expertise", "skill"])),
                        name="competency_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Course",
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
                ("is_demo", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["slug"],
            },
        ),
        migrations.CreateModel(
            name="CourseVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(max_length=200)),
                ("lead", models.TextField()),
                ("audience", models.TextField(blank=True)),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("foundation", "Foundation"),
                            ("practitioner", "Practitioner"),
                            ("advanced", "Advanced"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("live", "Live cohort"),
                            ("blended", "Live and self-paced"),
                            ("self_paced", "In your own time"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "lane",
                    models.CharField(
                        choices=[
                            ("learn", "Learn"),
                            ("sim", "Simulate"),
                            ("mentor", "Mentor"),
                            ("cert", "Certification"),
                        ],
                        default="learn",
                        max_length=8,
                    ),
                ),
                ("hours", models.PositiveSmallIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("weekly_hours", models.PositiveSmallIntegerField(default=0)),
                ("price_cents", models.PositiveIntegerField(help_text="CAD, before HST")),
                (
                    "keywords",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "outcomes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "assessment",
                    models.JSONField(
                        blank=True, default=list, help_text='[{"name": …, "weight": …}]'
                    ),
                ),
                (
                    "faq",
                    models.JSONField(
                        blank=True, default=list, help_text='[{"question": …, "answer": …}]'
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "competencies",
                    models.ManyToManyField(related_name="course_versions", to="courses.competency"),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="courses.course",
                    ),
                ),
                (
                    "instructor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="course_versions_led",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prerequisites",
                    models.ManyToManyField(
                        blank=True, related_name="required_by", to="courses.course"
                    ),
                ),
            ],
            options={
                "ordering": ["course", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "number"), name="one_version_per_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["foundation", "practitioner", "advanced"]),
                            ("format__in", ["live", "blended", "self_paced"]),
                            ("lane__in", ["learn", "sim", "mentor", "cert"]),
                        ),
                        name="version_words_are_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="Course",
            name="current",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="current_of",
                to="courses.courseversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["draft", "published", "retired"])),
                name="course_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "published"), _negated=True),
                    ("current__isnull", False),
                    _connector="OR",
                ),
                name="a_published_course_has_a_version",
            ),
        ),
        migrations.CreateModel(
            name="Cohort",
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
                            ("planned", "Planned"),
                            ("open", "Open for enrolment"),
                            ("running", "Running"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="America/Toronto",
                        max_length=64,
                        validators=[institute.accounts.models.valid_zone],
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("enrol_opens_at", models.DateTimeField()),
                ("enrol_closes_at", models.DateTimeField()),
                ("capacity", models.PositiveSmallIntegerField()),
                ("taken", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("waitlist_limit", models.PositiveSmallIntegerField(default=50)),
                ("price_cents", models.PositiveIntegerField(help_text="CAD, before HST")),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cohorts",
                        to="courses.courseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("capacity"))),
                        name="no_more_places_taken_than_there_are",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="a_cohort_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("enrol_closes_at__gt", models.F("enrol_opens_at"))),
                        name="enrolment_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["planned", "open", "running", "completed", "cancelled"])
                        ),
                        name="cohort_status_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enrolment",
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
                            ("reserved", "Reserved"),
                            ("confirmed", "Confirmed"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("deferred", "Deferred"),
                            ("transferred", "Moved to another cohort"),
                        ],
                        default="reserved",
                        max_length=12,
                    ),
                ),
                (
                    "funding",
                    models.CharField(
                        choices=[("paid", "Paid"), ("free", "Free"), ("sponsored", "Sponsored")],
                        default="paid",
                        max_length=10,
                    ),
                ),
                ("sponsor", models.CharField(blank=True, max_length=160)),
                ("hold_expires_at", models.DateTimeField(blank=True, null=True)),
                ("sequence", models.PositiveIntegerField(default=0, editable=False)),
                ("form_token", models.UUIDField(blank=True, editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to="courses.cohort",
                    ),
                ),
                (
                    "moved_to",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_from",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enrolments",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status", "reserved")),
                        fields=["hold_expires_at"],
                        name="holds_by_their_end",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("reserved", "confirmed", "completed"))),
                        fields=("student", "cohort"),
                        name="one_live_place_per_student_and_cohort",
                    ),
                    models.UniqueConstraint(
                        fields=("student", "form_token"), name="one_enrolment_per_form_sent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "reserved",
                                    "confirmed",
                                    "completed",
                                    "cancelled",
                                    "deferred",
                                    "transferred",
                                ],
                            ),
                            ("funding__in", ["paid", "free", "sponsored"]),
                        ),
                        name="enrolment_words_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "reserved"), _negated=True),
                            ("hold_expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="a_reserved_place_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EnrolmentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                ("status", models.CharField(max_length=12)),
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
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="courses.enrolment",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("serial", models.PositiveIntegerField()),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
                ("due_at", models.DateTimeField()),
                ("bill_to", models.CharField(max_length=160)),
                ("bill_to_address", models.TextField(blank=True)),
                ("purchase_order", models.CharField(blank=True, max_length=60)),
                ("description", models.CharField(max_length=200)),
                ("net_cents", models.PositiveIntegerField()),
                ("hst_cents", models.PositiveIntegerField()),
                ("currency", models.CharField(default="CAD", max_length=3)),
                ("void", models.BooleanField(default=False)),
                (
                    "enrolment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invoice",
                        to="courses.enrolment",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "serial"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "serial"), name="one_invoice_per_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Module",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("summary", models.TextField(blank=True)),
                (
                    "weeks",
                    models.CharField(
                        blank=True, help_text="Weeks 1 to 3", max_length=60, verbose_name="when"
                    ),
                ),
                ("critical", models.BooleanField(default=True)),
                ("milestone", models.BooleanField(default=False)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="modules",
                        to="courses.courseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("version", "position"),
                        name="one_module_per_position",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("summary", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reading", "Reading"),
                            ("video", "Video"),
                            ("live", "Live class"),
                            ("exercise", "Exercise"),
                            ("quiz", "Quiz"),
                            ("simulation", "Simulation"),
                            ("assignment", "Graded piece"),
                        ],
                        max_length=12,
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "competencies",
                    models.ManyToManyField(
                        blank=True, related_name="lessons", to="courses.competency"
                    ),
                ),
                (
                    "module",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lessons",
                        to="courses.module",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("module", "position"),
                        name="one_lesson_per_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "reading",
                                    "video",
                                    "live",
                                    "exercise",
                                    "quiz",
                                    "simulation",
                                    "assignment",
                                ],
                            )
                        ),
                        name="lesson_kind_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("e_transfer", "Interac e-Transfer"),
                            ("card_by_phone", "Card by phone"),
                            ("cheque", "Cheque"),
                        ],
                        max_length=14,
                    ),
                ),
                ("cents", models.IntegerField()),
                ("reference", models.CharField(blank=True, max_length=80)),
                ("received_on", models.DateField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                ("form_token", models.UUIDField(unique=True)),
                (
                    "invoice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="courses.invoice",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["received_on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("method__in", ["e_transfer", "card_by_phone", "cheque"])
                        ),
                        name="payment_method_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cents", 0), _negated=True),
                        name="a_payment_moves_money",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementNode",
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
                            ("ALL_OF", "All of"),
                            ("MIN_N_OF", "At least"),
                            ("COURSE", "Course"),
                        ],
                        max_length=8,
                    ),
                ),
                ("n", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "course",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="courses.course",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="courses.requirementnode",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="nodes",
                        to="courses.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("course__isnull", False), ("kind", "COURSE"), ("n__isnull", True)
                            ),
                            models.Q(("course__isnull", True), ("kind", "MIN_N_OF"), ("n__gte", 1)),
                            models.Q(
                                ("course__isnull", True), ("kind", "ALL_OF"), ("n__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="each_kind_of_requirement_carries_what_it_needs",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", True)),
                        fields=("programme",),
                        name="one_root_per_programme",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("join_url", models.URLField(blank=True)),
                ("cancelled", models.BooleanField(default=False)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="courses.cohort",
                    ),
                ),
                (
                    "instructor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions_taught",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["during"],
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("cohort", "number"),
                        name="one_session_per_number",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("cancelled", False)),
                        expressions=[("instructor", "="), ("during", "&&")],
                        name="no_instructor_in_two_sessions_at_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False),
                            ("during__lower_inc", True),
                            ("during__upper_inc", False),
                            ("during__lower_inf", False),
                            ("during__upper_inf", False),
                        ),
                        name="a_session_has_a_start_and_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.CharField(
                        choices=[
                            ("present", "Present"),
                            ("late", "Late"),
                            ("absent", "Absent"),
                            ("excused", "Excused"),
                        ],
                        max_length=8,
                    ),
                ),
                ("marked_at", models.DateTimeField(auto_now=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attendance",
                        to="courses.session",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "enrolment"), name="one_mark_per_session_and_student"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mark__in", ["present", "late", "absent", "excused"])),
                        name="attendance_mark_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WaitlistEntry",
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
                            ("offered", "Offered a place"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("expired", "Offer expired"),
                            ("left", "Left the list"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("offer_expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cohort",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist",
                        to="courses.cohort",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist_entry",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waitlist_entries",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "waitlist entries",
                "ordering": ["joined_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("waiting", "offered"))),
                        fields=("cohort", "student"),
                        name="one_place_in_line_per_student_and_cohort",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["waiting", "offered", "accepted", "declined", "expired", "left"],
                            )
                        ),
                        name="waitlist_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "offered"), _negated=True),
                            ("offer_expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="an_offer_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CatalogueEntry",
            fields=[
                (
                    "course",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="courses.course",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "names",
                    models.TextField(help_text="Lower-case, unaccented words for typo tolerance"),
                ),
                ("vector", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "competencies",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50), default=list, size=None
                    ),
                ),
                ("level", models.CharField(max_length=12)),
                ("format", models.CharField(max_length=12)),
                ("hours", models.PositiveSmallIntegerField()),
                ("weeks", models.PositiveSmallIntegerField()),
                ("price_cents", models.PositiveIntegerField()),
                ("next_start", models.DateTimeField(null=True)),
                (
                    "start_months",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=7), default=list, size=None
                    ),
                ),
                ("seats_left", models.PositiveIntegerField(default=0)),
                ("waitlist_open", models.BooleanField(default=False)),
                ("revision", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["vector"], name="entries_by_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass("names", name="gin_trgm_ops"),
                        name="entries_by_trigrams",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["competencies"], name="entries_by_competency"
                    ),
                    models.Index(fields=["next_start"], name="entries_by_start"),
                ],
            },
        ),
    ]
