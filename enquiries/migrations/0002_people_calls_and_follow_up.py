import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0006_a_course_is_counted_once_at_a_time"),
        ("enquiries", "0001_first_questions"),
        ("mail", "0002_consent_is_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Callback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="booked",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, help_text="Why it was cancelled.", max_length=200),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="callbacks",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="callbacks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["during"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "booked")),
                        expressions=[("staff", "="), ("during", "&&")],
                        name="nobody_promises_two_calls_at_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "booked")),
                        fields=("enquiry",),
                        name="one_call_back_per_enquiry",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["booked", "done", "cancelled"]),
                            ("during__isempty", False),
                            ("during__lower_inc", True),
                            ("during__upper_inc", False),
                            ("during__lower_inf", False),
                            ("during__upper_inf", False),
                        ),
                        name="a_call_back_has_a_start_and_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("text", models.TextField(help_text="The file, decoded.")),
                ("sha", models.CharField(max_length=64)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Reading"),
                            ("done", "Done"),
                            ("failed", "Stopped"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("lines", models.PositiveIntegerField(default=0)),
                (
                    "read",
                    models.PositiveIntegerField(default=0, help_text="Lines dealt with so far."),
                ),
                ("calls_new", models.PositiveIntegerField(default=0)),
                ("calls_known", models.PositiveIntegerField(default=0)),
                ("enquiries_new", models.PositiveIntegerField(default=0)),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_imports",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "running", "done", "failed"])
                        ),
                        name="import_status_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Conversion",
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
                            ("enrolment", "An enrolment"),
                            ("mentorship", "A request for mentoring"),
                        ],
                        max_length=12,
                    ),
                ),
                ("opened", models.CharField(blank=True, max_length=80)),
                ("opened_url", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enquiry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversion",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "enrolment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversion",
                        to="courses.enrolment",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("enrolment__isnull", False), ("kind", "enrolment")),
                            models.Q(
                                ("enrolment__isnull", True),
                                ("kind", "mentorship"),
                                models.Q(("opened", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_conversion_names_what_it_became",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeskAbsence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                ("why", models.CharField(blank=True, max_length=120)),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["during"],
            },
        ),
        migrations.CreateModel(
            name="DeskShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(help_text="0 is Monday.")),
                ("starts", models.TimeField()),
                ("ends", models.TimeField()),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["staff", "weekday", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6), ("ends__gt", models.F("starts"))),
                        name="a_shift_lies_within_a_day",
                    ),
                    models.UniqueConstraint(
                        fields=("staff", "weekday", "starts"), name="one_shift_per_start"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=120)),
                ("days", models.PositiveSmallIntegerField(help_text="Days after the enquiry.")),
                ("wording", models.SlugField(help_text="The key of its wording.", max_length=60)),
                ("enabled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "enabled_by",
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
                "ordering": ["days", "key"],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=300)),
                ("zone", models.CharField(default="America/Toronto", max_length=64)),
                ("last_contact_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="enquiries.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["name", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("name"), name="gin_trgm_ops"
                        ),
                        name="people_by_any_part_of_a_name",
                    ),
                    models.Index(fields=["-last_contact_at"], name="people_by_last_contact"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("pk")), _negated=True),
                        name="nobody_is_merged_into_themselves",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Call",
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
                            ("open", "On the line"),
                            ("parked", "Parked"),
                            ("closed", "Finished"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "They called"), ("out", "We called")],
                        default="in",
                        max_length=4,
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="E.164; empty when withheld.", max_length=20
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("course", "A course"),
                            ("certification", "Certification"),
                            ("mentorship", "Mentoring, interview, CV"),
                            ("student", "Already a student"),
                            ("other", "Something else"),
                        ],
                        max_length=16,
                    ),
                ),
                ("notes", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("enrolled", "Enrolled"),
                            ("follow_up", "Follow up"),
                            ("callback", "Call-back booked"),
                            ("info_sent", "Information sent"),
                            ("not_interested", "Not interested"),
                            ("wrong_number", "Wrong number or spam"),
                            ("transferred", "Transferred"),
                            ("no_answer", "No answer"),
                            ("missed", "Missed"),
                            ("returned", "Answered, nothing more to do"),
                        ],
                        max_length=16,
                    ),
                ),
                ("draft", models.JSONField(blank=True, default=dict)),
                ("draft_version", models.PositiveIntegerField(default=0)),
                ("script_version", models.CharField(blank=True, max_length=60)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "ended_at",
                    models.DateTimeField(blank=True, help_text="When they hung up.", null=True),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "seen_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="Last sign of the desk."
                    ),
                ),
                (
                    "provider_call_id",
                    models.CharField(blank=True, max_length=120, null=True, unique=True),
                ),
                ("import_key", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "enquiry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "returned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="returns",
                        to="enquiries.call",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="enquiries.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-started_at"],
                "indexes": [
                    models.Index(fields=["number", "-started_at"], name="calls_of_a_number"),
                    models.Index(
                        condition=models.Q(("outcome", "missed"), ("returned_by__isnull", True)),
                        fields=["started_at"],
                        name="missed_calls_not_returned",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("staff",),
                        name="one_call_on_the_line_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", False),
                                ("status", "closed"),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_finished_call_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "parked", "closed"]),
                            ("direction__in", ["in", "out"]),
                            (
                                "reason__in",
                                ["", "course", "certification", "mentorship", "student", "other"],
                            ),
                            (
                                "outcome__in",
                                [
                                    "",
                                    "enrolled",
                                    "follow_up",
                                    "callback",
                                    "info_sent",
                                    "not_interested",
                                    "wrong_number",
                                    "transferred",
                                    "no_answer",
                                    "missed",
                                    "returned",
                                ],
                            ),
                        ),
                        name="call_words_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPoint",
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
                        choices=[("email", "Email"), ("phone", "Phone")], max_length=8
                    ),
                ),
                ("raw", models.CharField(help_text="As it was given.", max_length=400)),
                ("normalised", models.CharField(max_length=254)),
                ("extension", models.CharField(blank=True, max_length=12)),
                ("digits", models.CharField(blank=True, editable=False, max_length=16)),
                ("rdigits", models.CharField(blank=True, editable=False, max_length=16)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="points",
                        to="enquiries.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["kind", "normalised"], name="points_by_value"),
                    models.Index(
                        fields=["rdigits"],
                        name="points_by_last_digits",
                        opclasses=["text_pattern_ops"],
                    ),
                    models.Index(
                        fields=["digits"],
                        name="points_by_first_digits",
                        opclasses=["text_pattern_ops"],
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("normalised"), name="gin_trgm_ops"
                        ),
                        condition=models.Q(("kind", "email")),
                        name="points_by_part_of_an_address",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("verified_at__isnull", False)),
                        fields=("kind", "normalised"),
                        name="one_owner_per_verified_contact_point",
                    ),
                    models.UniqueConstraint(
                        fields=("person", "kind", "normalised"),
                        name="a_person_has_a_contact_point_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "phone"),
                                models.Q(("digits", ""), _negated=True),
                                models.Q(("rdigits", ""), _negated=True),
                            ),
                            models.Q(("digits", ""), ("kind", "email"), ("rdigits", "")),
                            _connector="OR",
                        ),
                        name="phones_have_digits_and_emails_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DoNotCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(help_text="E.164", max_length=20, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enquiries.call",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "numbers not to call",
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="DuplicateCandidate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(help_text="0 to 100.")),
                ("why", models.CharField(max_length=200)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "To be decided"),
                            ("same", "One person"),
                            ("different", "Two people"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enquiries.person",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="enquiries.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("first", "second"), name="a_pair_of_people_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lt", models.F("second"))),
                        name="the_older_of_a_pair_stands_first",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decision__in", ["", "same", "different"]), ("score__lte", 100)
                        ),
                        name="duplicate_words_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interaction",
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
                            ("call", "Call"),
                            ("email", "Email"),
                            ("note", "Note"),
                            ("meeting", "Meeting"),
                            ("enquiry", "Asked again"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        blank=True,
                        choices=[("in", "From them"), ("out", "From us"), ("", "Between us")],
                        default="",
                        max_length=4,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("text", models.TextField(blank=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "asked_again",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="as_interaction",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "call",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interaction",
                        to="enquiries.call",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.outboundmessage",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions_held",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="enquiries.person",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["person", "-at"], name="history_of_a_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("enquiry__isnull", False), ("person__isnull", False), _connector="OR"
                        ),
                        name="an_interaction_is_with_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["call", "email", "note", "meeting", "enquiry"]),
                            ("direction__in", ["in", "out", ""]),
                        ),
                        name="interaction_words_are_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moved", models.JSONField(help_text="Keys of the rows that moved, by kind.")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "gone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_gone",
                        to="enquiries.person",
                    ),
                ),
                (
                    "kept",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merges_kept",
                        to="enquiries.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at__isnull", True)),
                        fields=("gone",),
                        name="a_person_is_merged_away_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("due_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("kept_at", models.DateTimeField(blank=True, null=True)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "awaits_message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.outboundmessage",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="enquiries.call",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "kept_by_interaction",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_kept",
                        to="enquiries.interaction",
                    ),
                ),
                (
                    "kept_by_message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.outboundmessage",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises_made",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("kept_at__isnull", True)),
                        fields=["due_at"],
                        name="open_promises_soonest",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kept_at__isnull", True),
                                ("kept_by_interaction__isnull", True),
                                ("kept_by_message__isnull", True),
                            ),
                            models.Q(
                                ("kept_at__isnull", False),
                                models.Q(
                                    ("kept_by_interaction__isnull", False),
                                    ("kept_by_message__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="a_promise_is_kept_only_by_evidence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                (
                    "query",
                    models.CharField(help_text="The address's query, canonical.", max_length=500),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"), name="a_filter_name_once_per_person"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=20)),
                (
                    "was",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("quarantined", "To be checked"),
                            ("working", "In conversation"),
                            ("callback_scheduled", "Call-back booked"),
                            ("qualified", "Qualified"),
                            ("enrolment_started", "Enrolment started"),
                            ("converted", "Converted"),
                            ("lost", "Lost"),
                            ("spam", "Spam"),
                            ("duplicate", "Joined to another"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "became",
                    models.CharField(
                        choices=[
                            ("new", "New"),
                            ("quarantined", "To be checked"),
                            ("working", "In conversation"),
                            ("callback_scheduled", "Call-back booked"),
                            ("qualified", "Qualified"),
                            ("enrolment_started", "Enrolment started"),
                            ("converted", "Converted"),
                            ("lost", "Lost"),
                            ("spam", "Spam"),
                            ("duplicate", "Joined to another"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("why", models.CharField(blank=True, max_length=300)),
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
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="enquiries.enquiry",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="UnreadLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("line", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("problem", models.CharField(max_length=300)),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unread",
                        to="enquiries.callimport",
                    ),
                ),
            ],
            options={
                "ordering": ["line"],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "line"), name="an_unread_line_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[("script", "Said at the desk"), ("email", "Written by email")],
                        max_length=8,
                    ),
                ),
                ("title", models.CharField(help_text="The subject of an email.", max_length=200)),
                ("body", models.TextField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "written_by",
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
                "ordering": ["key", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key", "version"), name="a_wording_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ["script", "email"])),
                        name="wording_purpose_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "enquiry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="enquiries.enquiry",
                    ),
                ),
                (
                    "message",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mail.outboundmessage",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="enquiries.followuprule",
                    ),
                ),
                (
                    "wording",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enquiries.wording",
                    ),
                ),
            ],
            options={
                "ordering": ["enquiry", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("enquiry", "number"), name="a_follow_up_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("enquiry", "rule"), name="a_rule_follows_up_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)),
                        name="at_most_three_commercial_messages_per_enquiry",
                    ),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="enquiry",
            name="an_enquiry_can_be_answered",
        ),
        migrations.RemoveConstraint(
            model_name="enquiry",
            name="enquiry_words_are_known",
        ),
        migrations.AddField(
            model_name="enquiry",
            name="alerted_at",
            field=models.DateTimeField(
                blank=True, help_text="When staff were told that nobody had answered.", null=True
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="call_window",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Any time in office hours"),
                    ("morning", "Morning, 9:00 to 12:00"),
                    ("midday", "Midday, 12:00 to 14:00"),
                    ("afternoon", "Afternoon, 14:00 to 17:00"),
                    ("evening", "Evening, 17:00 to 19:00"),
                ],
                default="",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="duplicate_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="joined",
                to="enquiries.enquiry",
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="first_responded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="lost_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("price", "Price"),
                    ("timing", "Dates do not fit"),
                    ("level", "Not the right level"),
                    ("elsewhere", "Chose another school"),
                    ("employer", "Employer said no"),
                    ("silent", "No answer after four tries"),
                    ("not_interested", "Not interested"),
                    ("no_fit", "We do not offer it"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="next_action",
            field=models.CharField(
                blank=True,
                choices=[
                    ("call", "Call"),
                    ("write", "Write"),
                    ("send", "Send information"),
                    ("check", "Check it arrived"),
                    ("enrol", "Enrolment checklist"),
                    ("review", "Check for spam"),
                    ("decide", "Wait for their decision"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="next_action_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiries_owned",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="queue",
            field=models.CharField(
                blank=True,
                choices=[
                    ("desk", "Desk"),
                    ("advising", "Course advice"),
                    ("employers", "Employers"),
                    ("mentorship", "Mentoring"),
                ],
                default="desk",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="respond_by",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="source",
            field=models.CharField(
                choices=[
                    ("web", "Web"),
                    ("phone", "Phone"),
                    ("missed_call", "Missed call"),
                    ("email", "Email"),
                    ("walk_in", "In person"),
                    ("import", "Import"),
                ],
                default="web",
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="spam_score",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="status",
            field=models.CharField(
                choices=[
                    ("new", "New"),
                    ("quarantined", "To be checked"),
                    ("working", "In conversation"),
                    ("callback_scheduled", "Call-back booked"),
                    ("qualified", "Qualified"),
                    ("enrolment_started", "Enrolment started"),
                    ("converted", "Converted"),
                    ("lost", "Lost"),
                    ("spam", "Spam"),
                    ("duplicate", "Joined to another"),
                ],
                default="new",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="suspicions",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=120),
                blank=True,
                default=list,
                help_text="In plain words.",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="utm",
            field=models.JSONField(
                blank=True, default=dict, help_text="Where a campaign's link came from."
            ),
        ),
        migrations.AlterField(
            model_name="enquiry",
            name="contact",
            field=models.CharField(blank=True, help_text="As it was typed.", max_length=400),
        ),
        migrations.AlterField(
            model_name="enquiry",
            name="topic",
            field=models.CharField(
                choices=[
                    ("course", "Courses and dates"),
                    ("certification", "Certification"),
                    ("mentorship", "Mentoring and coaching"),
                    ("interview", "Interviews and CVs"),
                    ("employer", "Training for a team"),
                    ("student", "A course they are on"),
                    ("other", "Something else"),
                ],
                default="other",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="enquiry",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="enquiries",
                to="enquiries.person",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        (
                            "new",
                            "quarantined",
                            "working",
                            "callback_scheduled",
                            "qualified",
                            "enrolment_started",
                        ),
                    )
                ),
                fields=["next_action_at", "id"],
                name="open_enquiries_soonest_first",
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["status", "next_action_at"], name="enquiries_by_status"),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                condition=models.Q(
                    ("first_responded_at__isnull", True),
                    (
                        "status__in",
                        ("new", "working", "callback_scheduled", "qualified", "enrolment_started"),
                    ),
                ),
                fields=["respond_by"],
                name="unanswered_enquiries",
            ),
        ),
    ]
