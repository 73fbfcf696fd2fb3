"""Forms, panels and item health as staff meet them on pages."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certification.models import Blueprint, CutScore, ExamForm, ItemAnalysis, ItemRuling, Rating
from certification.operations import measuring
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying, make
from tests.certification.panels import panel, rate_all, rated
from tests.certification.test_forms import bank, blueprint
from tests.certification.test_health import sat_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def examiner(db: None) -> User:
    return make.staff(Role.EXAMINER)


@pytest.fixture
def page(client: Client, examiner: User) -> Client:
    client.force_login(examiner)
    return client


def said(page: Client, where: str, **sent: object) -> tuple[int, str]:
    answer = page.post(where, sent, follow=True) if sent else page.get(where)
    return answer.status_code, answer.content.decode()


def test_a_blueprint_is_named_filled_and_drawn_from(page: Client) -> None:
    bank()
    version = certifying.scheme_version()
    fields = {"scheme_version": version.pk, "name": "Plan", "minutes": "90"}
    status, words = said(
        page, "/items/blueprints/new/", **fields, pretest="1", cases="1", break_minutes="0"
    )
    plan = Blueprint.objects.get()
    assert (status, plan.pretest) == (200, 1)
    assert "3 in the bank" in words
    risk = certifying.domain("risk")

    status, words = said(
        page,
        plan.get_absolute_url(),
        **dict.fromkeys(_cells(), "0") | {f"cell_{risk.pk}_apply": "2"},
    )

    assert [(one.level, one.count) for one in plan.cells.all()] == [("apply", 2)]
    status, words = said(
        page, "/items/forms/new/", blueprint=plan.pk, code="N1", title="New", seed="7"
    )
    form = ExamForm.objects.get()
    assert status == 200
    assert "N1 is drawn." in words
    assert form.items.count() == 4


def _cells() -> list[str]:
    domains = [certifying.domain(slug) for slug in ("risk", "teams")]
    return [f"cell_{one.pk}_{level}" for one in domains for level in ("recall", "apply", "analyse")]


def test_a_short_bank_is_told_cell_by_cell(page: Client) -> None:
    bank(each=1)
    fields = {"blueprint": blueprint().pk, "code": "N1", "title": "New", "seed": "7"}

    status, words = said(page, "/items/forms/new/", **fields, most_exposure="")

    assert status == 422
    assert "Risk, apply: 2 needed, 1 can be drawn" in words
    assert 'value="N1"' in words


def test_a_form_is_published_from_its_page_and_then_only_read(page: Client) -> None:
    form = certifying.form(status="draft")
    where = form.get_absolute_url()
    assert "Publish F" in said(page, where)[1]

    status, words = said(page, f"{where}publish/", go="1")

    assert (status, "is published and frozen." in words) == (200, True)
    assert page.post(f"{where}discard/").status_code == 409
    assert said(page, f"{where}retire/", go="1")[0] == 200
    assert page.post(f"{where}retire/").status_code == 409


def test_instructors_see_no_form_and_panellists_only_their_own(client: Client) -> None:
    setting, other = panel(certifying.form()), panel(certifying.form())
    one = setting.panel.select_related("user")[0]
    client.force_login(one.user)

    assert client.get(setting.form.get_absolute_url()).status_code == 403
    assert client.get(setting.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(f"{other.get_absolute_url()}rate/").status_code == 404


def test_a_panellist_rates_question_by_question(client: Client) -> None:
    setting = panel(certifying.form())
    one = setting.panel.select_related("user")[0]
    client.force_login(one.user)
    where = f"{setting.get_absolute_url()}rate/"

    _, words = said(client, where, q="1", per_cent="65")
    assert "question 2" in words
    assert client.post(where, {"q": "2", "per_cent": "101"}).status_code == 422
    said(client, where, q="2", per_cent="70")

    assert list(Rating.objects.order_by("form_item").values_list("per_cent", flat=True)) == [65, 70]
    assert "Nobody reads others" in said(client, setting.get_absolute_url())[1]
    assert "Thank you." in said(client, f"{setting.get_absolute_url()}finish/", go="1")[1]
    for garbage in ("0", "-1", "x", "9" * 50, "99"):
        assert client.get(f"{where}?q={garbage}").status_code == 200


def test_a_leader_closes_rounds_and_another_signs(client: Client, page: Client) -> None:
    leader = make.staff(Role.EXAMINER)
    setting = panel(certifying.form(), led_by=leader)
    where = setting.get_absolute_url()
    assert page.post(f"{where}close/").status_code == 409
    for one in setting.panel.all():
        rate_all(one, 60)
    assert "The round is closed." in said(page, f"{where}close/", go="1")[1]
    rated(setting, [60, 60, 70])

    client.force_login(leader)
    assert "Sign it" not in said(client, where)[1]
    status, words = said(client, f"{where}sign/", raw="1.2", reason="")
    assert (status, "does not sign its cut score" in words) == (422, True)
    client.force_login(make.staff(Role.MANAGER))
    assert said(client, f"{where}sign/", raw="1.5", reason="")[0] == 422
    status, words = said(client, f"{where}sign/", raw="1.5", reason="The panel asked for more.")
    assert (status, CutScore.objects.get().reason) == (200, "The panel asked for more.")


def test_the_board_measures_tries_cuts_and_rules(page: Client) -> None:
    form = sat_by(31)
    where = f"/items/health/{form.public_id}/"
    assert "No snapshot yet." in said(page, where)[1]
    page.post(f"{where}analyse/")
    analysis = ItemAnalysis.objects.get()
    assert "Waiting for a worker" in said(page, where)[1]
    measuring.analyse_on(analysis.pk)
    asks = {"HX-Request": "true", "HX-Target": "progress"}
    assert "Show the new figures" in page.get(where, headers=asks).content.decode()

    status, words = said(page, f"{where}?cut=3")

    assert (status, "Would pass" in words) == (200, True)
    part = page.get(where, {"cut": "4"}, headers={"HX-Request": "true", "HX-Target": "what-if"})
    assert part.content.decode().lstrip().startswith('<section id="what-if"')
    for garbage in ("x", "-3", "1e99", "999999", "NaN"):
        assert page.get(f"{where}?cut={garbage}").status_code == 200
    assert "Who took which choice" in said(page, f"{where}1/")[1]
    assert page.get(f"{where}99/").status_code == 404
    assert page.post(f"{where}1/rule/", {"kind": "credit", "why": ""}).status_code == 422
    said(page, f"{where}1/rule/", kind="credit", why="Two are right.")
    assert ItemRuling.objects.get().why == "Two are right."


def test_lists_take_the_same_queries_whatever_their_length(page: Client) -> None:
    assert page.get("/items/forms/").status_code == 200  # what is read once is read
    counts = []
    for more in (1, 3):
        for _ in range(more):
            form = certifying.form(*["single"] * more)
            panel(form)
        queries = []
        for where in (
            "/items/forms/",
            "/items/standards/",
            "/items/health/",
            form.get_absolute_url(),
        ):
            with CaptureQueriesContext(connection) as seen:
                assert page.get(where).status_code == 200
            queries.append(len(seen))
        counts.append(queries)
    assert counts[0] == counts[1]


def test_items_that_give_each_other_away_are_noted(page: Client) -> None:
    first, second = (certifying.item().item for _ in range(2))

    _, words = said(
        page, "/items/forms/apart/", first=first.key, second=second.key, why="Same figures."
    )

    assert "Noted." in words
    assert said(page, "/items/forms/apart/", first=first.key, second=first.key, why="x")[0] == 422
    assert (
        "There is no item zzz"
        in said(page, "/items/forms/apart/", first="zzz", second=first.key, why="x")[1]
    )
