"""The syllabus of a course: what its page says, on paper."""

from email.utils import parseaddr
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from courses.models import Cohort, Course, CourseVersion, Module
from institute import visitor_pages
from institute.print import compile_pdf
from institute.templatetags.moments import clock, day, money, short_day, zone_words

SOURCE = Path(__file__).resolve().parent / "syllabus.typ"
SHOWN_DATES = 4


def syllabus_pdf(course: Course) -> bytes:
    """The syllabus as it stands today; the same for everybody, so it is kept for a while."""
    today = timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE))
    name = f"syllabus of {course.pk} on {today}"
    return visitor_pages.kept(name, lambda: compile_pdf(SOURCE, facts_of(course)))


def facts_of(course: Course) -> dict[str, object]:
    """Everything the pages say, in words. Raises ValueError for a course without a version."""
    version = course.current
    if version is None:
        raise ValueError(f"{course.slug} has no version to print.")
    return _words(version) | _dates(course) | _institute(course)


def _words(version: CourseVersion) -> dict[str, object]:
    return {
        "title": version.title,
        "lead": version.lead,
        "audience": version.audience,
        "facts": _facts(version),
        "outcomes": version.outcomes,
        "competencies": list(version.competencies.values_list("name", flat=True)),
        "modules": [_module(one) for one in version.modules.prefetch_related("lessons")],
        "assessment": [
            {"name": str(part["name"]), "weight": int(part["weight"])}
            for part in version.assessment
        ],
        "before": [str(one) for one in version.prerequisites.select_related("current")],
        "price": money(version.price_cents) if version.price_cents else "",
    }


def _facts(version: CourseVersion) -> list[list[str]]:
    hours = f"{version.weekly_hours} hours a week" if version.weekly_hours else ""
    known = [
        ["Length", version.length_words],
        ["Your time", hours],
        ["How you take it", version.get_format_display()],
        ["Level", version.get_level_display()],
    ]
    return [fact for fact in known if fact[1]]


def _module(module: Module) -> dict[str, object]:
    return {
        "title": module.title,
        "weeks": module.weeks,
        "summary": module.summary,
        "milestone": module.milestone,
        "lessons": [lesson.title for lesson in module.lessons.all()],
    }


def _dates(course: Course) -> dict[str, object]:
    """The next cohorts on their own clocks."""
    cohorts = Cohort.objects.upcoming().filter(version__course=course).order_by("starts_at")
    return {"dates": [_cohort(cohort) for cohort in cohorts[:SHOWN_DATES]]}


def _cohort(cohort: Cohort) -> dict[str, str]:
    zone = cohort.zone
    price = money(cohort.price_cents) if cohort.price_cents else "No fee"
    return {
        "starts": day(cohort.starts_at, zone),
        "clock": f"{clock(cohort.starts_at, zone)} {zone_words(zone)}",
        "ends": short_day(cohort.ends_at, zone),
        "price": price,
    }


def _institute(course: Course) -> dict[str, object]:
    today = timezone.localdate(timezone=ZoneInfo(settings.INSTITUTE_ZONE))
    return {
        "as_of": day(today),
        "as_of_ymd": [today.year, today.month, today.day],
        "page": f"{settings.SITE_URL}{reverse('courses:course', args=[course.slug])}",
        "phone": settings.PHONE,
        "phone_hours": settings.PHONE_HOURS,
        "email": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "address": settings.MAILING_ADDRESS,
    }
