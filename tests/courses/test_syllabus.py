"""The syllabus on paper, read back as text."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from courses.documents import syllabus_pdf
from courses.models import Course, CourseState
from tests import make

pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def offered() -> Course:
    course = make.course("Risk and escalation", modules=3, price_cents=69_000)
    assert course.current
    course.current.competencies.add(make.competency("Risk mitigation"))
    return course


def test_syllabus_says_what_the_page_says() -> None:
    course = offered()
    cohort = make.cohort(course, price_cents=72_500)

    text = words(syllabus_pdf(course))

    assert "Risk and escalation" in text
    assert "Risk mitigation" in text
    assert "Step 1" in text
    assert "Step 3" in text
    assert "Lesson 2" in text
    assert f"{cohort.starts_at.astimezone(cohort.zone):%a %-d %B %Y}" in text
    assert "$725" in text
    assert "(905) 282-9318" in text
    assert f"/courses/{course.slug}/" in text.replace(" ", "")


def test_course_without_dates_names_its_price() -> None:
    text = words(syllabus_pdf(offered()))

    assert "The next dates are not set yet. The price is $690 plus HST." in text


def test_anyone_may_take_the_syllabus(client: Client) -> None:
    course = offered()

    answer = client.get(reverse("courses:syllabus", args=[course.slug]))

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="{course.slug}-syllabus.pdf"'
    assert answer.content.startswith(b"%PDF")


def test_syllabus_of_a_course_nobody_may_read_is_not_there(client: Client) -> None:
    course = offered()
    Course.objects.filter(pk=course.pk).update(status=CourseState.RETIRED)

    assert client.get(reverse("courses:syllabus", args=[course.slug])).status_code == 404


def test_course_page_links_to_its_syllabus(client: Client) -> None:
    course = offered()

    page = client.get(reverse("courses:course", args=[course.slug])).content.decode()

    assert reverse("courses:syllabus", args=[course.slug]) in page


def test_syllabus_is_drawn_once_for_many_readers(client: Client) -> None:
    course = offered()
    address = reverse("courses:syllabus", args=[course.slug])

    first, second = client.get(address).content, client.get(address).content

    assert first == second
