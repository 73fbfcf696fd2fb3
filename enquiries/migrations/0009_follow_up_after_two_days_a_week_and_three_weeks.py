from django.db import migrations
from django.utils import timezone

DAY_2 = """You asked about {about} on {asked_on}. Here are the facts you need to decide, on one screen.

The next dates:
{dates}

The price: {price}. What you learn, module by module: {syllabus}

One question helps us advise you: what do you run today, and what do you want to run next? Reply with two lines, or call {phone}."""

DAY_7 = """A week ago you asked about {about}. If the dates are what holds you back, these are the ones on the calendar:

{dates}

If it is the hours, take your heaviest release week and count the hours that are left in it. What it asks of your time is here: {syllabus}

Tell us which week is the hard one and we will say whether it fits, or that it does not. Reply here, or call {phone}."""

DAY_21 = """Three weeks ago you asked about {about}. This is the last message we send about it.

The dates: {page}

If the budget is your employer's, pass this on: what you will be able to do afterwards, how long it takes and the price ({price}).
{syllabus}

If now is the wrong time, you need do nothing. When the time comes, call {phone}: we keep what you told us, so you do not start over."""

TEXTS = [
    ("follow-up-day-2", "The dates and the price: {about}", DAY_2),
    ("follow-up-day-7", "Does it fit beside your release calendar?", DAY_7),
    ("follow-up-day-21", "The last message about {about}", DAY_21),
]
RULES = [
    ("day-2", "Two days after they ask", 2, "follow-up-day-2"),
    ("day-7", "A week after they ask", 7, "follow-up-day-7"),
    ("day-21", "Three weeks after they ask", 21, "follow-up-day-21"),
]


def plant(apps, schema_editor):
    Wording = apps.get_model("enquiries", "Wording")
    Wording.objects.bulk_create(
        [
            Wording(key=key, version=1, purpose="email", title=title, body=body)
            for key, title, body in TEXTS
        ],
        ignore_conflicts=True,
    )
    # On from now: nothing that was asked before this moment is followed up.
    now = timezone.now()
    FollowUpRule = apps.get_model("enquiries", "FollowUpRule")
    FollowUpRule.objects.bulk_create(
        [
            FollowUpRule(key=key, title=title, days=days, wording=wording, enabled_at=now)
            for key, title, days, wording in RULES
        ],
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    """Three messages after an enquiry. What was written stays: going back keeps it."""

    dependencies = [("enquiries", "0008_callers_are_found_while_they_speak")]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
