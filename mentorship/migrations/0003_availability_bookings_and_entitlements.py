import datetime as dt
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import institute.accounts.models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("courses", "0006_a_course_is_counted_once_at_a_time"),
        ("mentorship", "0002_requests_for_a_mentor"),
    ]

    operations = [
        migrations.CreateModel(
            name="AvailabilityOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(help_text="On the mentor's own calendar.")),
                (
                    "hours",
                    models.JSONField(blank=True, default=list, help_text='[["09:00", "12:00"], …]'),
                ),
                ("why", models.CharField(blank=True, max_length=120)),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overrides",
                        to="mentorship.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["day"],
                "constraints": [
                    models.UniqueConstraint(fields=("mentor", "day"), name="one_override_per_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="AvailabilityRule",
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
                    "zone",
                    models.CharField(
                        max_length=64, validators=[institute.accounts.models.valid_zone]
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, help_text="The last day.", null=True)),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rules",
                        to="mentorship.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["mentor", "weekday", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="a_rule_names_a_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="a_rule_begins_before_it_ends",
                    ),
                    models.UniqueConstraint(
                        fields=("mentor", "weekday", "starts", "valid_from"),
                        name="one_rule_per_start",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=1000)),
                ("label", models.CharField(blank=True, max_length=80)),
                ("etag", models.CharField(blank=True, editable=False, max_length=200)),
                ("asked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "read_at",
                    models.DateTimeField(
                        blank=True, help_text="The last time it answered.", null=True
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendars",
                        to="mentorship.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("mentor", "url"), name="one_source_per_address")
                ],
            },
        ),
        migrations.CreateModel(
            name="Entitlement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=160)),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mentoring", "Mentoring"),
                                ("coaching", "Career coaching"),
                                ("mock", "Mock interview"),
                                ("cv_review", "CV review"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("granted", models.PositiveSmallIntegerField()),
                ("left", models.IntegerField(default=0, editable=False)),
                ("expires_on", models.DateField(blank=True, help_text="The last day.", null=True)),
                ("request_key", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "enrolment",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlement",
                        to="courses.enrolment",
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
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entitlements",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("left__gte", 0)),
                        name="nobody_uses_more_than_was_granted",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EntitlementEntry",
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
                            ("grant", "Granted"),
                            ("reserve", "Reserved for a session"),
                            ("consume", "Used"),
                            ("release", "Given back"),
                            ("expire", "Run out"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "amount",
                    models.SmallIntegerField(
                        help_text="Grant and release are above, reserve and expire below zero; use is zero."
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=40)),
                ("why", models.CharField(blank=True, max_length=200)),
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
                    "entitlement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="mentorship.entitlement",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "entitlement entries",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("amount__gt", 0), ("kind", "grant")),
                            models.Q(("amount__gt", 0), ("kind", "release")),
                            models.Q(("amount__lt", 0), ("kind", "reserve")),
                            models.Q(("amount__lt", 0), ("kind", "expire")),
                            models.Q(("amount", 0), ("kind", "consume")),
                            _connector="OR",
                        ),
                        name="an_entry_has_the_sign_of_its_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("about", ""), _negated=True),
                        fields=("about", "kind"),
                        name="the_same_act_counts_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalBusy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("during", django.contrib.postgres.fields.ranges.DateTimeRangeField()),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy",
                        to="mentorship.mentor",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="busy",
                        to="mentorship.calendarsource",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "external busy time",
                "ordering": ["during"],
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["mentor", "during"], name="busy_time_of_a_mentor"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False),
                            ("during__lower_inc", True),
                            ("during__upper_inc", False),
                            ("during__lower_inf", False),
                            ("during__upper_inf", False),
                        ),
                        name="busy_time_has_a_start_and_an_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pinned_to",
                    models.CharField(
                        choices=[
                            ("mentor", "The mentor's clock"),
                            ("student", "The student's clock"),
                        ],
                        max_length=8,
                    ),
                ),
                ("zone", models.CharField(max_length=64)),
                ("first", models.DateTimeField(help_text="The first session.")),
                ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                ("count", models.PositiveSmallIntegerField()),
                ("request_key", models.CharField(editable=False, max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentorship.mentor",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentorship.offer",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pinned_to__in", ["mentor", "student"]),
                            ("every_weeks__gte", 1),
                            ("every_weeks__lte", 4),
                            ("count__gte", 2),
                            ("count__lte", 12),
                        ),
                        name="a_series_is_two_to_twelve_sessions",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        help_text="The session."
                    ),
                ),
                (
                    "blocks",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        help_text="The session with the mentor's buffers."
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("held", "Held for you"),
                            ("requested", "Waiting for the mentor"),
                            ("confirmed", "Confirmed"),
                            ("expired", "Let go"),
                            ("declined", "Declined"),
                            ("cancelled_by_student", "Cancelled by the student"),
                            ("cancelled_by_mentor", "Cancelled by the mentor"),
                            ("cancelled_by_staff", "Cancelled by the Institute"),
                            ("completed", "Completed"),
                            ("no_show_student", "The student did not come"),
                            ("no_show_mentor", "The mentor did not come"),
                            ("disputed", "Looked into"),
                        ],
                        default="held",
                        max_length=20,
                    ),
                ),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0, help_text="Rises with each change of time."
                    ),
                ),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_for_mentor",
                    models.DateTimeField(help_text="Wall time, written as if it were UTC."),
                ),
                ("mentor_zone", models.CharField(max_length=64)),
                (
                    "agreed_for_student",
                    models.DateTimeField(help_text="Wall time, written as if it were UTC."),
                ),
                ("student_zone", models.CharField(max_length=64)),
                ("tz_version", models.CharField(max_length=16)),
                (
                    "goals",
                    models.TextField(blank=True, help_text="What the student wants to cover."),
                ),
                ("idempotency_key", models.CharField(editable=False, max_length=64, unique=True)),
                (
                    "created_via",
                    models.CharField(
                        choices=[
                            ("web", "The student, on the site"),
                            ("desk", "The desk"),
                            ("staff", "A mentor or the Institute"),
                            ("offer", "A freed time, offered"),
                            ("series", "A series"),
                        ],
                        default="web",
                        max_length=8,
                    ),
                ),
                ("cancel_reason", models.CharField(blank=True, max_length=300)),
                (
                    "is_late",
                    models.BooleanField(default=False, help_text="Cancelled after the free time."),
                ),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="mentorship.mentor",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="mentorship.offer",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="mentorship.mentorshiprequest",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentor_bookings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "entitlement",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="mentorship.entitlement",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="mentorship.series",
                    ),
                ),
            ],
            options={
                "ordering": ["during"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("held", "requested"))),
                        fields=["expires_at"],
                        name="bookings_that_run_out",
                    )
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status__in", ("held", "requested", "confirmed"))),
                        expressions=[("mentor", "="), ("blocks", "&&")],
                        name="no_mentor_is_booked_twice",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status__in", ("held", "requested", "confirmed"))),
                        expressions=[("student", "="), ("during", "&&")],
                        name="no_student_is_in_two_sessions",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False),
                            ("during__lower_inc", True),
                            ("during__upper_inc", False),
                            ("during__lower_inf", False),
                            ("during__upper_inf", False),
                            ("blocks__contains", models.F("during")),
                        ),
                        name="a_booking_has_a_start_and_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("blocks__lower_inc", True),
                            ("blocks__lower_inf", False),
                            ("blocks__upper_inc", False),
                            ("blocks__upper_inf", False),
                        ),
                        name="buffers_have_a_start_and_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "held",
                                    "requested",
                                    "confirmed",
                                    "expired",
                                    "declined",
                                    "cancelled_by_student",
                                    "cancelled_by_mentor",
                                    "cancelled_by_staff",
                                    "completed",
                                    "no_show_student",
                                    "no_show_mentor",
                                    "disputed",
                                ],
                            ),
                            ("created_via__in", ["web", "desk", "staff", "offer", "series"]),
                        ),
                        name="booking_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("held", "requested")), _negated=True),
                            ("expires_at__isnull", False),
                            _connector="OR",
                        ),
                        name="what_is_not_sure_runs_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BookingRevision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=24)),
                ("sequence", models.PositiveIntegerField()),
                ("status", models.CharField(help_text="After the act.", max_length=20)),
                (
                    "during",
                    django.contrib.postgres.fields.ranges.DateTimeRangeField(
                        help_text="After the act."
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=300)),
                ("is_late", models.BooleanField(default=False, help_text="After the free time.")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="revisions",
                        to="mentorship.booking",
                    ),
                ),
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
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentorship.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["booking", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("booking", "number"), name="revisions_of_a_booking_are_numbered"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionGrant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sessions", models.PositiveSmallIntegerField()),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("mentoring", "Mentoring"),
                                ("coaching", "Career coaching"),
                                ("mock", "Mock interview"),
                                ("cv_review", "CV review"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        default=365, help_text="How long they can be used."
                    ),
                ),
                (
                    "course",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="session_grant",
                        to="courses.course",
                    ),
                ),
                (
                    "programme",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="session_grant",
                        to="courses.programme",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(("course__isnull", False), ("programme__isnull", True)),
                                models.Q(("course__isnull", True), ("programme__isnull", False)),
                                _connector="OR",
                            ),
                            ("sessions__gte", 1),
                        ),
                        name="a_grant_comes_with_a_course_or_a_programme",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeOff",
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
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="time_off",
                        to="mentorship.mentor",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "time off",
                "ordering": ["during"],
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["mentor", "during"], name="time_off_of_a_mentor"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("during__isempty", False),
                            ("during__lower_inc", True),
                            ("during__upper_inc", False),
                            ("during__lower_inf", False),
                            ("during__upper_inf", False),
                        ),
                        name="time_off_has_a_start_and_an_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TravelPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        max_length=64, validators=[institute.accounts.models.valid_zone]
                    ),
                ),
                (
                    "days",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="The last day is not in it."
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="travels",
                        to="mentorship.mentor",
                    ),
                ),
            ],
            options={
                "ordering": ["days"],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("mentor", "="), ("days", "&&")],
                        name="nobody_is_in_two_places",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__isempty", False),
                            ("days__lower_inf", False),
                            ("days__upper_inf", False),
                        ),
                        name="a_journey_has_a_first_and_a_last_day",
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
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("earliest", models.DateField(help_text="On the student's calendar.")),
                ("latest", models.DateField()),
                ("interview_on", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("offered", "A time is held"),
                            ("booked", "Booked"),
                            ("left", "Left"),
                            ("ended", "The dates have passed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_demo", models.BooleanField(default=False)),
                (
                    "mentor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="waits",
                        to="mentorship.mentor",
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="mentorship.offer",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentor_waits",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["waiting", "offered", "booked", "left", "ended"]),
                            ("latest__gte", models.F("earliest")),
                        ),
                        name="a_wait_has_a_status_and_dates",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("waiting", "offered"))),
                        fields=("student", "offer", "mentor"),
                        name="one_live_wait_per_student_offer_and_mentor",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SlotOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("expires_at", models.DateTimeField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("taken", "Taken"),
                            ("declined", "Declined"),
                            ("expired", "Run out"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "booking",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slot_offer",
                        to="mentorship.booking",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="mentorship.waitlistentry",
                    ),
                ),
            ],
            options={
                "ordering": ["created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ["open", "taken", "declined", "expired"])
                        ),
                        name="slot_offer_status_is_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("entry",),
                        name="one_open_offer_per_wait",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="mentor",
            name="comfortable_from",
            field=models.TimeField(default=dt.time(8, 0), help_text="On the mentor's own clock."),
        ),
        migrations.AddField(
            model_name="mentor",
            name="comfortable_to",
            field=models.TimeField(default=dt.time(19, 0)),
        ),
        migrations.AddField(
            model_name="mentor",
            name="diary_version",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AddField(
            model_name="mentor",
            name="max_per_day",
            field=models.PositiveSmallIntegerField(default=4),
        ),
        migrations.AddField(
            model_name="mentor",
            name="max_per_week",
            field=models.PositiveSmallIntegerField(default=12),
        ),
        migrations.AddField(
            model_name="mentor",
            name="offers",
            field=models.ManyToManyField(blank=True, related_name="mentors", to="mentorship.offer"),
        ),
        migrations.AddField(
            model_name="mentor",
            name="room_url",
            field=models.URLField(
                blank=True, help_text="Where sessions take place.", verbose_name="video room"
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="buffer_after",
            field=models.PositiveSmallIntegerField(default=15, help_text="Minutes."),
        ),
        migrations.AddField(
            model_name="offer",
            name="buffer_before",
            field=models.PositiveSmallIntegerField(default=0, help_text="Minutes."),
        ),
        migrations.AddField(
            model_name="offer",
            name="cancel_cutoff_hours",
            field=models.PositiveSmallIntegerField(
                default=24, help_text="Until then moving and cancelling are free."
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="confirmation",
            field=models.CharField(
                choices=[
                    ("instant", "At once"),
                    ("request", "When the mentor accepts, within 48 hours"),
                ],
                default="instant",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="credits",
            field=models.PositiveSmallIntegerField(default=1, help_text="Sessions it uses."),
        ),
        migrations.AddField(
            model_name="offer",
            name="due_days",
            field=models.PositiveSmallIntegerField(
                default=5, help_text="Days until a review comes back."
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="horizon_days",
            field=models.PositiveSmallIntegerField(default=60),
        ),
        migrations.AddField(
            model_name="offer",
            name="increment",
            field=models.PositiveSmallIntegerField(
                default=15, help_text="Minutes between two starts that are offered."
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="minutes",
            field=models.PositiveSmallIntegerField(
                default=45, help_text="Of a session; a review has no clock time."
            ),
        ),
        migrations.AddField(
            model_name="offer",
            name="notice_hours",
            field=models.PositiveSmallIntegerField(default=12),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(("max_per_day__gte", 1), ("max_per_week__gte", 1)),
                name="a_mentor_takes_at_least_one_session",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(("comfortable_to__gt", models.F("comfortable_from"))),
                name="comfortable_hours_lie_within_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="mentor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ("bookings", "match", "waiting", "interviews", "practice")),
                    _negated=True,
                ),
                name="a_mentor_is_not_called_like_a_page",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(("confirmation__in", ["instant", "request"])),
                name="confirmation_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("horizon_days__gte", 1),
                    ("increment__gte", 5),
                    ("minutes__gte", 15),
                    ("minutes__lte", 240),
                ),
                name="an_offer_has_a_length_and_steps",
            ),
        ),
    ]
