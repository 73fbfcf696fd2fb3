"""Staff write, check and publish scenarios; what was played stays; nothing sent breaks a page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.models import Scenario, ScenarioState, ScenarioVersion, SimulationRun
from courses.operations import scenario_files, scenario_reports
from courses.simulations.checking import check
from courses.simulations.scenario import FOLDER
from institute.accounts.models import User
from institute.accounts.roles import Role
from institute.errors import RuleBroken
from tests import make
from tests.conftest import at_the_same_time

pytestmark = pytest.mark.django_db
GOOD = (FOLDER / "cloud-migration.toml").read_text(encoding="utf-8")
OTHER = GOOD.replace("reserve = 100", "reserve = 101")


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make.staff(Role.INSTRUCTOR))
    return client


def kept(text: str = GOOD) -> ScenarioVersion:
    return scenario_files.keep(checked=check(text), source=text, by=None).version


def sent(client: Client, data: bytes, at: str = "new") -> tuple[int, str]:
    file = SimpleUploadedFile("scenario.toml", data)
    answer = client.post(f"/staff/scenarios/{at}/", {"file": file, "text": "", "act": "save"})
    return answer.status_code, answer.content.decode()


def test_a_good_file_becomes_version_1_and_is_offered_to_nobody(staff: Client) -> None:
    status, _ = sent(staff, GOOD.encode())

    scenario = Scenario.objects.get()
    assert status == 302
    assert (scenario.slug, scenario.status, scenario.current) == ("cloud-migration", "draft", None)
    assert scenario.versions.get().source == GOOD


def test_the_same_content_again_is_the_same_version(staff: Client) -> None:
    sent(staff, GOOD.encode())
    sent(staff, b"# A remark\r\n" + GOOD.replace("\n", "\r\n").encode())

    assert ScenarioVersion.objects.count() == 1


def test_an_edited_text_becomes_the_next_version(staff: Client) -> None:
    kept()

    assert (
        GOOD[:200].splitlines()[0]
        in staff.get("/staff/scenarios/cloud-migration/edit/").content.decode()
    )
    staff.post("/staff/scenarios/cloud-migration/edit/", {"text": OTHER, "act": "save"})

    assert [one.number for one in ScenarioVersion.objects.order_by("number")] == [1, 2]


def test_checking_keeps_nothing(staff: Client) -> None:
    answer = staff.post("/staff/scenarios/new/", {"text": GOOD, "act": "check"})

    assert answer.status_code == 200
    assert "Nothing is wrong with it" in answer.content.decode()
    assert not Scenario.objects.exists()


def test_a_bad_file_names_the_line_and_keeps_the_text(staff: Client) -> None:
    bad = GOOD.replace("maxp = 5", 'maxp = "five"', 1)
    line = bad[: bad.index('maxp = "five"')].count("\n") + 1

    status, page = sent(staff, bad.encode())

    assert status == 422
    assert f"Line {line}<" in page
    assert "<title>Error: New scenario" in page
    assert "maxp = &quot;five&quot;" in page
    assert not Scenario.objects.exists()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "This file is empty"),
        (b"\xff\xfe\x00garbage\x81", "not text in UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00", "not text"),
        (b"slug = 1\0", "not text"),
        (b"# x\n" * 60_000, "larger than 200 kB"),
        (b"{" * 5_000, "Line 1<"),
    ],
)
def test_garbage_is_refused_with_a_reason(staff: Client, data: bytes, reason: str) -> None:
    status, page = sent(staff, data)

    assert status == 422
    assert reason in page


def test_a_file_edited_here_keeps_its_slug(staff: Client) -> None:
    kept()
    text = GOOD.replace('slug = "cloud-migration"', 'slug = "elsewhere"')

    answer = staff.post("/staff/scenarios/cloud-migration/edit/", {"text": text, "act": "save"})

    assert answer.status_code == 422
    assert not Scenario.objects.filter(slug="elsewhere").exists()


def test_published_retired_and_published_again(staff: Client) -> None:
    scenario = kept().scenario
    for address, state in (
        ("1/publish/", ScenarioState.PUBLISHED),
        ("retire/", ScenarioState.RETIRED),
        ("retire/", ScenarioState.RETIRED),
        ("1/publish/", ScenarioState.PUBLISHED),
    ):
        assert staff.post(f"/staff/scenarios/cloud-migration/{address}").status_code == 302
        scenario.refresh_from_db()
        assert scenario.status == state


def test_the_file_comes_out_as_it_went_in(staff: Client) -> None:
    kept()

    assert staff.get("/staff/scenarios/cloud-migration/1.toml").content.decode() == GOOD
    assert staff.get("/staff/scenarios/cloud-migration/99999999999999999.toml").status_code == 404


@pytest.mark.parametrize("role", [None, Role.EXAMINER, Role.MENTOR, Role.DESK])
def test_others_are_told_that_this_is_not_for_them(client: Client, role: Role | None) -> None:
    kept()
    client.force_login(make.staff(role) if role else make.student())

    for page in ("", "new/", "cloud-migration/", "cloud-migration/edit/", "cloud-migration/1.toml"):
        assert client.get(f"/staff/scenarios/{page}").status_code == 403
    assert client.post("/staff/scenarios/cloud-migration/1/publish/").status_code == 403
    assert sent(client, OTHER.encode())[0] == 403


def test_a_draft_is_tried_in_a_run_of_ones_own(staff: Client) -> None:
    kept()

    first = staff.post("/staff/scenarios/cloud-migration/1/try/")
    again = staff.post("/staff/scenarios/cloud-migration/1/try/")

    run = SimulationRun.objects.get()
    assert first["Location"] == again["Location"] == f"/simulations/runs/{run.pk}/"
    assert (run.version.number, run.week) == (1, 0)


def played(version: ScenarioVersion) -> SimulationRun:
    return SimulationRun.objects.create(
        user=make.student(), version=version, engine="1", seed=1, nonce="n", commitment="c"
    )


def test_a_version_that_was_played_is_never_rewritten() -> None:
    version = kept()
    ScenarioVersion.objects.update(summary="Not played yet")
    played(version)

    with pytest.raises(IntegrityError), transaction.atomic():
        ScenarioVersion.objects.update(source=OTHER)
    scenario_reports.ask_report(version=version)  # what is known about it may grow


def test_the_keys_land_on_the_link_that_opens_a_row(staff: Client) -> None:
    kept()

    page = staff.get("/staff/scenarios/").content.decode()

    assert "<tr data-row>" in page
    assert "data-row tabindex" not in page


def test_pages_ask_as_much_of_the_database_for_many_as_for_one(staff: Client) -> None:
    kept()
    for page in ("", "cloud-migration/"):
        staff.get(f"/staff/scenarios/{page}")
        with CaptureQueriesContext(
            connection,
        ) as one:
            staff.get(f"/staff/scenarios/{page}")
        for number in range(3):
            kept(GOOD.replace("reserve = 100", f"reserve = 1{number}{len(page)}"))
            kept(GOOD.replace('slug = "cloud-migration"', f'slug = "more-{number}"'))
        with CaptureQueriesContext(connection) as many:
            staff.get(f"/staff/scenarios/{page}")
        assert len(many) == len(one)


def test_a_report_is_made_in_batches_and_goes_on_after_a_killed_worker(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scenario_reports, "PLAYED", 1)  # the laws want more deals; the steps do not
    version = kept()
    staff.post("/staff/scenarios/cloud-migration/1/measure/")
    scenario_reports._batch(version.pk)
    half = staff.get("/staff/scenarios/cloud-migration/").content.decode()

    scenario_reports.report_on(version.pk)
    scenario_reports.report_on(version.pk)

    version.refresh_from_db()
    assert f"Step 1 of {scenario_reports.STEPS}" in half
    assert version.report["state"] == "done"
    assert 1 <= version.report["outlook"]["mean"] - 12 <= 3
    page = staff.get("/staff/scenarios/cloud-migration/").content.decode()
    assert "Week 11.4" in page
    assert "Over-communicator" in page


def test_what_comes_with_the_code_is_planted_once() -> None:
    assert scenario_files.plant_scenarios() == 3
    assert scenario_files.plant_scenarios() == 0
    assert Scenario.objects.published().count() == 3


def test_what_staff_retired_stays_retired_when_planted_again() -> None:
    scenario_files.plant_scenarios()
    scenario_files.retire(scenario=Scenario.objects.get(slug="cloud-migration"))

    scenario_files.plant_scenarios()

    assert Scenario.objects.get(slug="cloud-migration").status == ScenarioState.RETIRED


def test_a_file_with_problems_is_not_kept() -> None:
    with pytest.raises(RuleBroken):
        kept(GOOD.replace("reserve = 100", "reserve = -1"))


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_one_version(db: None) -> None:
    by: User = make.staff(Role.MANAGER)
    checked = check(GOOD)

    def send(_: int) -> None:
        scenario_files.keep(checked=checked, source=GOOD, by=by)

    at_the_same_time(send, range(4))

    assert ScenarioVersion.objects.count() == 1


def test_the_command_ends_with_an_error_at_a_problem(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path_factory.mktemp("scenarios") / "bad.toml"
    bad.write_text(GOOD.replace("attention = 6", "attention = 0"), encoding="utf-8")

    call_command("check_scenario", "cloud-migration", seeds=4)
    with pytest.raises(CommandError):
        call_command("check_scenario", str(bad))

    said = capsys.readouterr().out
    assert "on the board    week 11.4" in said
    assert "holds  Skill shows" in said
    assert "bad.toml:20: meta.attention" in said


def test_the_command_ends_with_an_error_where_skill_does_not_show(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    easy = tmp_path_factory.mktemp("scenarios") / "easy.toml"
    easy.write_text(GOOD.replace("attention = 6", "attention = 14"), encoding="utf-8")

    with pytest.raises(CommandError, match="law"):
        call_command("check_scenario", str(easy), seeds=4)

    assert "FAILS" in capsys.readouterr().out
