from django.db import migrations, models


class Migration(migrations.Migration):
    """What the pipeline may rely on."""

    dependencies = [("enquiries", "0003_first_questions_get_a_next_step")]

    operations = [
        migrations.RemoveField(
            model_name="enquiry",
            name="suspicion",
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("phone", ""), ("source", "web"), _negated=True),
                name="a_web_enquiry_can_be_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "topic__in",
                        [
                            "course",
                            "certification",
                            "mentorship",
                            "interview",
                            "employer",
                            "student",
                            "other",
                        ],
                    ),
                    (
                        "status__in",
                        [
                            "new",
                            "quarantined",
                            "working",
                            "callback_scheduled",
                            "qualified",
                            "enrolment_started",
                            "converted",
                            "lost",
                            "spam",
                            "duplicate",
                        ],
                    ),
                    ("source__in", ["web", "phone", "missed_call", "email", "walk_in", "import"]),
                    ("queue__in", ["", "desk", "advising", "employers", "mentorship"]),
                    ("call_window__in", ["", "morning", "midday", "afternoon", "evening"]),
                    (
                        "next_action__in",
                        ["", "call", "write", "send", "check", "enrol", "review", "decide"],
                    ),
                    (
                        "lost_reason__in",
                        [
                            "",
                            "price",
                            "timing",
                            "level",
                            "elsewhere",
                            "employer",
                            "silent",
                            "not_interested",
                            "no_fit",
                        ],
                    ),
                ),
                name="enquiry_words_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
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
                        ),
                        _negated=True,
                    ),
                    models.Q(
                        ("next_action_at__isnull", False),
                        models.Q(("next_action", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_open_enquiry_has_a_next_action",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
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
                        ),
                        _negated=True,
                    ),
                    ("owner__isnull", False),
                    models.Q(("queue", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_open_enquiry_has_an_owner_or_a_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "lost"), models.Q(("lost_reason", ""), _negated=True)),
                    models.Q(models.Q(("status", "lost"), _negated=True), ("lost_reason", "")),
                    _connector="OR",
                ),
                name="a_lost_enquiry_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("duplicate_of__isnull", False), ("status", "duplicate")),
                    models.Q(
                        models.Q(("status", "duplicate"), _negated=True),
                        ("duplicate_of__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_joined_enquiry_names_the_other",
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(("duplicate_of", models.F("pk")), _negated=True),
                name="no_enquiry_is_joined_to_itself",
            ),
        ),
    ]
