from django.db import migrations

LINES = [
    (
        "desk-open",
        "Open",
        "Thank you for calling the TPM Institute, this is {name}. May I take your number in case we are cut off?",
    ),
    (
        "desk-calling",
        "Open",
        "Hello, this is {name} from the TPM Institute. You asked us something and I have an answer. Is this a good moment?",
    ),
    (
        "desk-course",
        "A course",
        "What do you run today, and what do you want to be able to do that you cannot do now?",
    ),
    (
        "desk-certification",
        "Certification",
        "How long have you run programs, and is there a date by which you need the certificate?",
    ),
    (
        "desk-mentorship",
        "Mentoring, interview, CV",
        "What is the role, and when is the interview? We plan backwards from that date.",
    ),
    (
        "desk-student",
        "Already a student",
        "Which cohort are you in? I have your record open; tell me what you need before class.",
    ),
    (
        "desk-other",
        "Something else",
        "Tell me what you are looking for. I will say whether we do it, or who does.",
    ),
    (
        "desk-consent",
        "Consent",
        "May we email you about our courses and certification? You can stop any time. Yes or no?",
    ),
    (
        "desk-promise",
        "Promise",
        "I will {promise} by {time} your time, that is {here} here in Toronto.",
    ),
    (
        "desk-close",
        "Close",
        "You will get a message in the next minute with what we agreed and my direct reply address.",
    ),
]


def plant(apps, schema_editor):
    Wording = apps.get_model("enquiries", "Wording")
    Wording.objects.bulk_create(
        [
            Wording(key=key, version=1, purpose="script", title=title, body=body)
            for key, title, body in LINES
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """Version 1 of what is said at the desk. It is evidence: going back keeps it."""

    dependencies = [("enquiries", "0005_history_is_append_only")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
