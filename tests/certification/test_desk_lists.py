"""Lists of the certification desk: filters, who may review, appeals in pages of the staff."""

import re
import uuid

import pytest
from django.test import Client

from certification.models import Appeal, LogEntry
from certification.operations import appealing
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying, make
from tests.certification.markers import examiner, handed, marked

pytestmark = pytest.mark.django_db
STAFF, OWN = 'class="staff"', 'class="page-head page-head--app"'


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, url: str) -> str:
    return browser(user).get(url).content.decode()


@pytest.fixture
def manager() -> User:
    return make.staff(Role.MANAGER, email="lead@example.com", display_name="Lena Lead")


def complaint() -> Appeal:
    return appealing.complain(by=make.student(), grounds="Loud.", key=uuid.uuid4())


def test_staff_read_an_appeal_in_their_own_shell_and_its_author_in_theirs(manager: User) -> None:
    appeal = complaint()

    staff, own = (page(who, appeal.get_absolute_url()) for who in (manager, appeal.made_by))

    assert (STAFF in staff, OWN in staff) == (True, False)
    assert (STAFF in own, OWN in own) == (False, True)
    assert "All appeals" in staff
    for html in (staff, own):
        assert "Loud." in html
        assert html.count("<h1") == 1


def test_only_people_who_had_no_part_stand_among_the_reviewers(manager: User) -> None:
    first, second = handed()
    one, other, free = examiner(), examiner(), examiner()
    marked(first, one)
    marked(second, other)
    attempt = first.attempt_item.attempt  # type: ignore[union-attr]
    appeal = complaint()
    appeal.attempt = attempt
    appeal.save(update_fields=["attempt"])

    assert set(appealing.free_to_review(appeal)) == {free, manager}
    html = page(manager, appeal.get_absolute_url())
    assert "Who reviews it" in html
    assert re.search(r'<option value=""[^>]*>Choose a reviewer</option>', html)
    assert free.name in html
    refused = browser(manager).post(f"{appeal.get_absolute_url()}assign/", {"reviewer": one.pk})
    assert refused.status_code == 422
    assert "Choose somebody who had no part in it." in refused.content.decode()


def test_forms_are_shown_by_scheme_and_state(manager: User) -> None:
    drafted, published = certifying.form(status="draft"), certifying.form()
    url, codes = "/items/forms/", (drafted.code, published.code)

    def shown(query: str) -> tuple[bool, ...]:
        html = page(manager, f"{url}?{query}")
        return tuple(f">{code}</a>" in html for code in codes)

    assert shown("") == (True, True)
    assert shown("status=draft") == (True, False)
    assert shown("status=published") == (False, True)
    assert shown(f"scheme={drafted.scheme_version.scheme.slug}&status=draft") == (True, False)
    assert shown("status=%00nonsense") == (True, True)
    none = page(manager, f"{url}?scheme=none%00such")
    assert "No form is of this scheme and state." in none
    assert f'href="{url}"' in none


def test_panels_are_shown_by_state(manager: User) -> None:
    assert "No panel yet." in page(manager, "/items/standards/")
    assert "No panel is of this scheme and state." in page(
        manager, "/items/standards/?status=signed"
    )


def test_the_log_names_who_acted(manager: User) -> None:
    appeal = complaint()
    free = examiner()
    appealing.assign(appeal=appeal, reviewer=free, by=manager)

    html = page(manager, "/certification/log/")

    assert "Lena Lead" in html
    assert LogEntry.objects.filter(act="appeal.assigned").exists()
