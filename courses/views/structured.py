"""Structured data for search engines (schema.org): the Institute, courses, programmes."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from courses.catalogue.course_page import Choice, CoursePage
from courses.models import Programme
from courses.models.course import Format

Data = dict[str, Any]


def organization() -> Data:
    """The Institute."""
    return {
        "@type": "EducationalOrganization",
        "@id": f"{settings.SITE_URL}/#institute",
        "name": settings.INSTITUTE_NAME,
        "url": f"{settings.SITE_URL}/",
        "telephone": settings.PHONE_E164,
        "address": {"@type": "PostalAddress", "addressRegion": "ON", "addressCountry": "CA"},
    }


def institute() -> Data:
    """The Institute, as a document of its own."""
    return {"@context": "https://schema.org"} | organization()


def course(page: CoursePage) -> Data:
    """A course, with an instance and an offer for each cohort that takes enrolments."""
    version = page.version
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": version.title,
        "description": version.summary,
        "url": _address("courses:course", page.course.slug),
        "provider": organization(),
        "inLanguage": "en-CA",
        "educationalLevel": version.get_level_display(),
        "teaches": [one["name"] for one in page.competencies],
        "coursePrerequisites": [one["title"] for one in page.prerequisites],
        "timeRequired": f"PT{version.hours}H",
        "isAccessibleForFree": version.is_free,
        "offers": [_offer(choice, page) for choice in page.choices]
        or [_price(version.price_cents)],
        "hasCourseInstance": [_instance(choice, page) for choice in page.choices],
    }


def programme(shown: Programme) -> Data:
    """A programme."""
    data: Data = {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalProgram",
        "name": shown.title,
        "description": shown.summary,
        "url": _address("courses:programme", shown.slug),
        "provider": organization(),
    }
    return data | ({"offers": _price(shown.price_cents)} if shown.price_cents else {})


def _instance(choice: Choice, page: CoursePage) -> Data:
    cohort, version = choice.cohort, page.version
    data: Data = {
        "@type": "CourseInstance",
        "courseMode": "Online",
        "courseWorkload": f"PT{version.weekly_hours or version.hours}H",
        "startDate": cohort.local_start.isoformat(),
        "endDate": cohort.ends_at.astimezone(cohort.zone).isoformat(),
        "url": _address("courses:cohort", page.course.slug, cohort.pk),
        "maximumAttendeeCapacity": cohort.capacity,
        "remainingAttendeeCapacity": max(cohort.seats_left, 0),
    }
    if version.instructor and version.format != Format.SELF_PACED:
        data["instructor"] = {"@type": "Person", "name": version.instructor.name}
    return data


def _offer(choice: Choice, page: CoursePage) -> Data:
    cohort = choice.cohort
    stock = "SoldOut" if cohort.is_full else "InStock"
    return _price(cohort.price_cents) | {
        "availability": f"https://schema.org/{stock}",
        "url": _address("courses:cohort", page.course.slug, cohort.pk),
        "validThrough": cohort.enrol_closes_at.isoformat(),
    }


def _price(cents: int) -> Data:
    return {
        "@type": "Offer",
        "category": "Paid" if cents else "Free",
        "price": f"{cents / 100:.2f}",
        "priceCurrency": "CAD",
    }


def _address(name: str, *args: object) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
