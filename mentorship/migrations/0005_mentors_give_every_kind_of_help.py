from django.db import migrations

# minutes, after, notice_hours, confirmation
TERMS = {
    "mentoring": (45, 15, 12, "instant"),
    "coaching": (45, 15, 24, "instant"),
    "mock": (60, 30, 24, "request"),
    "cv_review": (30, 0, 0, "instant"),
}


def tell(apps, schema_editor):
    Offer = apps.get_model("mentorship", "Offer")
    for kind, (minutes, after, notice, confirmation) in TERMS.items():
        Offer.objects.filter(kind=kind).update(
            minutes=minutes,
            buffer_after=after,
            notice_hours=notice,
            confirmation=confirmation,
        )
    offers = list(Offer.objects.all())
    for mentor in apps.get_model("mentorship", "Mentor").objects.all():
        mentor.offers.set(offers)


class Migration(migrations.Migration):
    """Mentors and offers from before there were terms. Going back keeps what they say."""

    dependencies = [("mentorship", "0004_laws_of_the_diary")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
