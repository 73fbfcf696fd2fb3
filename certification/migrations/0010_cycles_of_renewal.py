import uuid
from decimal import Decimal

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import certification.models.renewal


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("certification", "0009_sittings_are_looked_at_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="RenewalCycle",
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
                    "during",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="From its first day; it ends where the next one begins."
                    ),
                ),
                ("need", models.JSONField(help_text="The scheme's rules on the day it opened.")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("open", "Open"),
                            ("audit", "In audit"),
                            ("renewed", "Renewed"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "seed",
                    models.CharField(
                        default=certification.models.renewal.new_seed, editable=False, max_length=32
                    ),
                ),
                (
                    "counted",
                    models.JSONField(default=dict, help_text="Hours that counted, by category."),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "certification",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cycles",
                        to="certification.certification",
                    ),
                ),
            ],
            options={
                "ordering": ["certification", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("certification", "number"), name="cycle_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ("open", "audit"))),
                        fields=("certification",),
                        name="one_running_cycle_per_certification",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at__isnull", True), ("status__in", ("open", "audit"))
                            ),
                            models.Q(
                                ("closed_at__isnull", False), ("status__in", ["renewed", "lapsed"])
                            ),
                            _connector="OR",
                        ),
                        name="a_cycle_that_ended_says_when",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("certification", "="), ("during", "&&")],
                        name="cycles_of_a_certification_do_not_overlap",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CpdEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("category", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=160)),
                ("done_on", models.DateField()),
                ("hours", models.DecimalField(decimal_places=2, max_digits=5)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("enrolment", "Course with us"),
                            ("simulation", "Simulation with us"),
                            ("mentoring", "Mentoring given with us"),
                            ("external", "Elsewhere"),
                        ],
                        default="external",
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("audit", "In audit"),
                            ("approved", "Approved"),
                            ("rejected", "Not accepted"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="claimed",
                        max_length=9,
                    ),
                ),
                ("evidence", models.TextField(blank=True, help_text="Where it can be seen.")),
                ("key", models.CharField(editable=False, max_length=120, unique=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="certification.renewalcycle",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "CPD entries",
                "ordering": ["-done_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["claimed", "audit", "approved", "rejected", "withdrawn"],
                            ),
                            ("source__in", ["enrolment", "simulation", "mentoring", "external"]),
                            ("hours__gt", Decimal(0)),
                            models.Q(
                                models.Q(("status", "rejected"), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="hours_are_more_than_none_and_refusals_say_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CpdProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("media_type", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proof",
                        to="certification.cpdentry",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CpdAudit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("draw", models.FloatField(help_text="From 0 to 1, out of the cycle's seed.")),
                ("share", models.FloatField(help_text="Draws below it are audited.")),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                ("passed", models.BooleanField(blank=True, null=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audits",
                        to="certification.renewalcycle",
                    ),
                ),
            ],
            options={
                "ordering": ["-opened_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=("cycle",),
                        name="one_open_audit_per_cycle",
                    )
                ],
            },
        ),
    ]
