"""Who may open which page: every address and every part people play, in one table.

Each cell is the answer to GET: 200 opens, 302 sends on (a visitor to sign in), 403 is a page of
another role, 404 is another person's record, 405 takes only POST.
"""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.architecture.world import World, addresses, built

TABLE = Path(__file__).with_name("doors.txt")
# Every page a person may open without signing in.
OPEN = {
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "accounts:invitation",
    "calendar_feed",
    "certification:achievement",
    "certification:achievement_badge",
    "certification:did",
    "certification:issuer",
    "certification:jwks",
    "certification:scheme",
    "certification:schemes",
    "certification:status_list",
    "certification:verified",
    "certification:verified_file",
    "certification:verify",
    "courses:catalogue",
    "courses:choose",
    "courses:cohort",
    "courses:debrief_shared",
    "courses:debrief_shared_pdf",
    "courses:course",
    "courses:programme",
    "courses:simulation",
    "courses:simulations",
    "courses:syllabus",
    "enquiries:ask",
    "enquiries:confirm",
    "enquiries:consent",
    "enquiries:proof",
    "enquiries:thanks",
    "healthz",
    "home",
    "mail:preferences",
    "mail:topics",
    "mail:unsubscribe",
    "mentorship:match",
    "mentorship:mentor",
    "mentorship:mentors",
    "mentorship:slots",
    "metrics",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "policy",
    "readyz",
    "robots",
    "sitemap",
}


def rows() -> list[list[str]]:
    lines = TABLE.read_text().splitlines()
    return [line.split() for line in lines if line.strip() and not line.startswith("#")]


def parts() -> list[str]:
    return rows()[0][1:]


def visits(world: World, part: str) -> Client:
    """A browser of the person who plays the part."""
    client = Client()
    person = world.people[part]
    if person:
        client.force_login(person)
    return client


def test_every_address_is_in_the_table() -> None:
    assert sorted(row[0] for row in rows()[1:]) == sorted(addresses())


@pytest.mark.django_db
def test_every_door_opens_for_whom_the_table_says() -> None:
    world = built()
    wrong = []
    for column, part in enumerate(parts(), start=1):
        client = visits(world, part)
        for row in rows()[1:]:
            given = client.get(reverse(row[0], kwargs=world.arguments.get(row[0]))).status_code
            if str(given) != row[column]:
                wrong.append(f"{row[0]} for {part}: {given}, not {row[column]}")

    assert wrong == []


def test_pages_are_closed_unless_they_are_listed_here() -> None:
    opened = {
        name
        for name, pattern in addresses().items()
        if not getattr(pattern.callback, "login_required", True)
    }

    assert opened == OPEN


# Addresses that act for a role take only POST: the table's 405 says nothing of who may.
POSTS = {
    "certification:attempt_void": {"student": 403, "instructor": 403, "examiner": 403, "desk": 403},
    "certification:decision_again": {"student": 403, "instructor": 403, "examiner": 403},
    "certification:form_publish": {"student": 403, "instructor": 403, "desk": 403},
    "certification:health_rule": {"student": 403, "instructor": 403, "mentor": 403},
    "certification:standard_finish": {"student": 403, "instructor": 404, "examiner": 404},
    "certification:standard_sign": {"student": 403, "instructor": 403, "teacher": 403},
    "courses:debrief_guess": {"student": 404, "teacher": 404, "manager": 404},
    "courses:debrief_share": {"student": 404, "teacher": 404, "manager": 404, "admin": 404},
    "courses:debrief_taught": {"student": 403, "owner": 403, "desk": 403, "instructor": 404},
    "courses:lesson_publish": {"student": 403, "owner": 403, "instructor": 404, "desk": 403},
    "courses:lesson_file_remove": {"student": 403, "instructor": 404, "desk": 403},
    "courses:lesson_preview": {"student": 403, "instructor": 404, "mentor": 403},
    "courses:lesson_question_act": {"owner": 403, "instructor": 404, "examiner": 403},
    "courses:run_commit": {"student": 404, "teacher": 404, "manager": 404},
    "courses:run_plan": {"student": 404, "teacher": 404, "manager": 404},
    "courses:scenario_publish": {"student": 403, "owner": 403, "examiner": 403, "desk": 403},
    "courses:scenario_retire": {"student": 403, "mentor": 403, "desk": 403},
    "courses:scenario_try": {"student": 403, "owner": 403, "mentor": 403, "desk": 403},
    "courses:sponsor": {"teacher": 403, "student": 403, "mentor": 403},
    "courses:leaders_show_me": {"student": 404, "instructor": 404, "desk": 404},
    "courses:team_agree": {"student": 404, "teacher": 404, "manager": 404},
    "courses:team_accept": {"student": 404, "owner": 404, "manager": 404, "admin": 404},
    "courses:team_ask": {"student": 404, "teacher": 404, "manager": 404},
    "courses:team_come_back": {"student": 404, "teacher": 404, "manager": 404},
    "courses:team_free": {"student": 404, "teacher": 404, "manager": 404},
    "courses:team_take_lead": {"student": 404, "teacher": 404, "manager": 404},
    "courses:team_open": {"student": 404, "teacher": 404, "manager": 404},
    "enquiries:desk_start": {"student": 403, "instructor": 403, "mentor": 403},
    # The call of a colleague is nobody else's to end.
    "enquiries:desk_save": {"student": 403, "mentor": 403, "desk": 404, "manager": 404},
    "enquiries:desk_stop": {"student": 403, "mentor": 403, "desk": 404, "manager": 404},
    "enquiries:invite": {"student": 403, "owner": 403, "instructor": 403, "mentor": 403},
    "enquiries:wording_use": {"student": 403, "instructor": 403, "mentor": 403, "desk": 403},
    "enquiries:merge_undo": {"student": 403, "owner": 403, "instructor": 403, "mentor": 403},
    "mentorship:mentoring_answer": {"student": 403, "mentor": 404, "desk": 403},
    "mail:cancel": {"student": 403, "instructor": 403, "examiner": 403, "mentor": 403},
    "mail:retry": {"student": 403, "instructor": 403, "examiner": 403, "mentor": 403},
    "mentorship:cv_claim": {"student": 403, "desk": 403, "mentor": 404},
    "mentorship:cv_comment_change": {"owner": 403, "mentor": 404, "manager": 404},
    "mentorship:cv_send": {"student": 404, "mentor": 404, "manager": 404},
    "mentorship:cv_verdict": {"owner": 403, "mentor": 404, "manager": 404, "admin": 404},
}


@pytest.mark.django_db
def test_what_takes_only_post_is_closed_to_other_roles() -> None:
    world = built()
    for name, cells in POSTS.items():
        for part, expected in cells.items():
            answer = visits(world, part).post(reverse(name, kwargs=world.arguments.get(name)))
            assert (name, part, answer.status_code) == (name, part, expected)


@pytest.mark.django_db
def test_the_admin_is_closed_to_everybody_but_admins() -> None:
    world = built()
    statuses = {part: visits(world, part).get("/admin/").status_code for part in world.people}

    assert {part for part, status in statuses.items() if status == 200} == {"admin"}
