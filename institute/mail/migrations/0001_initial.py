import secrets

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import institute.mail.consent


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254, unique=True)),
                (
                    "token",
                    models.CharField(default=secrets.token_urlsafe, max_length=43, unique=True),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name_plural": "mailboxes",
            },
        ),
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.EmailField(max_length=254)),
                (
                    "topic",
                    models.CharField(
                        blank=True, default="", help_text="Empty: all topics.", max_length=32
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("express", "Express"),
                            ("express_pending", "Express pending"),
                            ("inquiry", "Inquiry"),
                            ("purchase", "Purchase"),
                            ("contract", "Contract"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "method",
                    models.CharField(help_text="Where and how it was given.", max_length=80),
                ),
                ("evidence", models.JSONField(default=dict)),
                ("obtained_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_on", models.DateField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["address"], name="consent_address")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "basis__in",
                                [
                                    institute.mail.consent.Basis["EXPRESS"],
                                    institute.mail.consent.Basis["EXPRESS_PENDING"],
                                    institute.mail.consent.Basis["INQUIRY"],
                                    institute.mail.consent.Basis["PURCHASE"],
                                    institute.mail.consent.Basis["CONTRACT"],
                                ],
                            )
                        ),
                        name="consent_basis_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("basis", institute.mail.consent.Basis["EXPRESS"]),
                                ("expires_on__isnull", True),
                            ),
                            models.Q(
                                models.Q(
                                    ("basis", institute.mail.consent.Basis["EXPRESS"]),
                                    _negated=True,
                                ),
                                ("expires_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="only_express_consent_lasts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboundMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80)),
                (
                    "mail_class",
                    models.CharField(
                        choices=[
                            (institute.mail.consent.MailClass["SECURITY"], "Security"),
                            (institute.mail.consent.MailClass["TRANSACTIONAL"], "Transactional"),
                            (institute.mail.consent.MailClass["REPLY"], "Reply"),
                            (institute.mail.consent.MailClass["COMMERCIAL"], "Commercial"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            (institute.mail.consent.Topic["ACCOUNT"], "Account"),
                            (institute.mail.consent.Topic["ENROLMENT"], "Enrolment"),
                            (institute.mail.consent.Topic["ENQUIRY"], "Enquiry"),
                            (institute.mail.consent.Topic["COURSE_NEWS"], "Course news"),
                            (institute.mail.consent.Topic["EVENTS"], "Events"),
                            (
                                institute.mail.consent.Topic["MENTORSHIP_OFFERS"],
                                "Mentorship offers",
                            ),
                        ],
                        max_length=32,
                    ),
                ),
                ("to_address", models.EmailField(max_length=254)),
                ("about_type", models.CharField(max_length=80)),
                ("about_id", models.CharField(max_length=64)),
                ("about_sequence", models.BigIntegerField(default=0)),
                ("dedupe_key", models.CharField(max_length=600, unique=True)),
                (
                    "context",
                    models.JSONField(
                        default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder
                    ),
                ),
                ("queued_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("send_after", models.DateTimeField(default=django.utils.timezone.now)),
                ("not_after", models.DateTimeField(null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("delivered", "Delivered"),
                            ("bounced", "Came back"),
                            ("complained", "Reported as unwanted"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                            ("cancelled", "Cancelled"),
                            ("suppressed", "Not sent: no permission"),
                            ("expired", "Not sent: too late"),
                        ],
                        default="queued",
                        max_length=12,
                    ),
                ),
                (
                    "priority",
                    models.PositiveSmallIntegerField(default=10, help_text="Smaller leaves first."),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                (
                    "doubts",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="Times it became unknown."
                    ),
                ),
                ("lease_until", models.DateTimeField(null=True)),
                ("handed_at", models.DateTimeField(null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("basis", models.CharField(blank=True, default="", max_length=20)),
                ("basis_expires", models.DateField(null=True)),
                ("reason", models.TextField(blank=True, default="", help_text="In plain words.")),
                (
                    "error",
                    models.TextField(
                        blank=True, default="", help_text="What the mail server said."
                    ),
                ),
                ("subject", models.CharField(blank=True, default="", max_length=300)),
                ("rendered_sha", models.CharField(blank=True, default="", max_length=64)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="messages_received",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ["queued", "sending"])),
                        fields=["priority", "send_after"],
                        name="mail_due",
                    ),
                    models.Index(fields=["about_type", "about_id"], name="mail_about"),
                    models.Index(fields=["to_address", "-id"], name="mail_to"),
                    models.Index(
                        condition=models.Q(
                            ("status__in", ("failed", "unknown", "bounced", "expired"))
                        ),
                        fields=["status", "-id"],
                        name="mail_needing_a_look",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                [
                                    "queued",
                                    "sending",
                                    "sent",
                                    "delivered",
                                    "bounced",
                                    "complained",
                                    "failed",
                                    "unknown",
                                    "cancelled",
                                    "suppressed",
                                    "expired",
                                ],
                            )
                        ),
                        name="message_status_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sending"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="message_being_sent_holds_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True),
                            ("handed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="message_sent_was_handed_over",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "Accepted"),
                            ("refused", "Refused"),
                            ("delayed", "Could not be handed over"),
                            ("unknown", "Handed over, no answer"),
                            ("broken", "Could not be written"),
                        ],
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tries",
                        to="mail.outboundmessage",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome__in", ["sent", "refused", "delayed", "unknown", "broken"])
                        ),
                        name="delivery_outcome_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_hash", models.CharField(max_length=64)),
                (
                    "scope",
                    models.CharField(
                        choices=[("all", "All"), ("commercial", "Commercial"), ("topic", "Topic")],
                        max_length=10,
                    ),
                ),
                ("topic", models.CharField(blank=True, default="", max_length=32)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unsubscribed", "Unsubscribed"),
                            ("complained", "Complained"),
                            ("bounced", "Bounced"),
                            ("staff", "Staff"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("address_hash", "scope", "topic"),
                        name="one_stop_per_address_and_scope",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "scope__in",
                                [
                                    institute.mail.consent.Scope["ALL"],
                                    institute.mail.consent.Scope["COMMERCIAL"],
                                    institute.mail.consent.Scope["TOPIC"],
                                ],
                            ),
                            (
                                "reason__in",
                                [
                                    institute.mail.consent.StopReason["UNSUBSCRIBED"],
                                    institute.mail.consent.StopReason["COMPLAINED"],
                                    institute.mail.consent.StopReason["BOUNCED"],
                                    institute.mail.consent.StopReason["STAFF"],
                                ],
                            ),
                        ),
                        name="stop_scope_and_reason_are_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("scope", institute.mail.consent.Scope["TOPIC"]),
                                (
                                    "topic__in",
                                    [
                                        institute.mail.consent.Topic["ACCOUNT"],
                                        institute.mail.consent.Topic["ENROLMENT"],
                                        institute.mail.consent.Topic["ENQUIRY"],
                                        institute.mail.consent.Topic["COURSE_NEWS"],
                                        institute.mail.consent.Topic["EVENTS"],
                                        institute.mail.consent.Topic["MENTORSHIP_OFFERS"],
                                    ],
                                ),
                            ),
                            models.Q(
                                models.Q(
                                    ("scope", institute.mail.consent.Scope["TOPIC"]), _negated=True
                                ),
                                ("topic", ""),
                            ),
                            _connector="OR",
                        ),
                        name="stop_names_a_topic_only_when_it_is_about_one",
                    ),
                ],
            },
        ),
    ]
