"""The pages of the item bank: found fast, kept secret, usable without a script."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certification import bank
from certification.bank import Filters
from certification.models import Item, ItemImport, ItemLook
from certification.operations import items
from institute.accounts.models import User
from institute.accounts.roles import Role
from tests import certifying, make
from tests.certification.banking import MOODLE, PNG, current, draft, in_review, picture, sent

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
TYPED = {
    "title": "Float",
    "domain": "risk",
    "level": "apply",
    "points": "1",
    "stem": "What is left?",
    "line-0-text": "Float",
    "line-0-why": "It is what is left.",
    "line-1-text": "Slack",
    "right": "0",
    "rationale": "Float is left.",
    "references": "PMBOK\nISO 21502",
}


@pytest.fixture
def as_author(client: Client) -> Client:
    client.force_login(make.instructor())
    certifying.domain("risk")
    return client


def page(name: str, *args: object) -> str:
    return reverse(f"certification:{name}", args=args)


def test_the_list_takes_three_queries_however_many_items() -> None:
    for number in range(12):
        draft(title=f"Item {number}")

    with CaptureQueriesContext(connection) as few:
        found = bank.find(Filters(q="Item"), 1)

    assert (len(found.rows), found.total) == (12, 12)
    assert len(few) == 3


def test_words_states_and_exposure_are_found() -> None:
    attempt = certifying.attempt()
    used = attempt.form.items.first()
    assert used
    draft(title="Velocity misread", stem="A sponsor compares teams by velocity.")

    assert [one.title for one in bank.find(Filters(q="sponsors"), 1).rows] == ["Velocity misread"]
    [row] = bank.find(Filters(q=used.version.item.key), 1).rows
    assert (row.forms, row.met) == (1, 1)  # type: ignore[attr-defined]
    states = {key: number for key, _, number in bank.find(Filters(), 1).states}
    assert (states["draft"], states["operational"]) == (1, 2)


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=99999", "?page=x", "?status=x&kind=y", "?q=%00%27%22", "?q=!%26|("]
)
def test_whatever_the_address_says_the_list_opens(as_author: Client, query: str) -> None:
    assert as_author.get(page("items") + query).status_code == 200


def test_items_are_not_kept_by_browsers_and_each_look_is_written_down(as_author: Client) -> None:
    item = draft()

    for name in ("item", "item_edit", "item_preview"):
        assert "no-store" in as_author.get(page(name, item.public_id))["Cache-Control"]
    as_author.post(page("items_file"), {"format": "gift"})

    hows = set(ItemLook.objects.values_list("how", flat=True))
    assert hows == {"item", "edit", "preview", "export"}


def test_an_item_is_written_without_a_script(as_author: Client) -> None:
    address = page("item_new") + "?kind=single"

    more = as_author.post(address, TYPED | {"edit": "line:add:0"})
    moved = as_author.post(address, TYPED | {"edit": "line:down:0"})
    assert more.status_code == moved.status_code == 200
    assert b'name="line-2-text"' in more.content
    assert not Item.objects.exists()
    lines = moved.context["form"].lines.line
    assert [(one.says("text"), one.right) for one in lines] == [("Slack", False), ("Float", True)]

    as_author.post(address, TYPED)

    version = current(Item.objects.get())
    assert version.key == {"right": ["a"]}
    assert version.references == ["PMBOK", "ISO 21502"]


KINDS: dict[str, dict[str, str]] = {
    "multiple": {"right": "0"},
    "numeric": {"value": "26,5", "tolerance": "", "unit": "days"},
    "ordering": {"line-2-text": "Third"},
    "matching": {"line-0-match": "A", "line-1-match": "B", "line-2-match": "C"},
    "short": {"accept": "float\nslack"},
    "essay": {
        "line-1-title": "Tasks",
        "line-0-title": "Plan",
        "crit-0-name": "Path",
        "crit-0-levels": "No\nYes",
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_and_shown_again(as_author: Client, kind: str) -> None:
    answer = as_author.post(f"{page('item_new')}?kind={kind}", TYPED | KINDS[kind], follow=True)

    assert answer.status_code == 200, answer.context["form"].errors
    item = Item.objects.get()
    before = current(item)
    assert as_author.get(page("item_edit", item.public_id)).status_code == 200
    again = {**TYPED, **KINDS[kind], "title": "Other", "based_on": before.checksum}
    as_author.post(page("item_edit", item.public_id), again)

    after = current(item)
    assert (after.title, after.key, after.options) == ("Other", before.key, before.options)
    assert as_author.get(page("item_preview", item.public_id)).status_code == 200


def test_what_is_wrong_is_said_and_what_was_typed_stays(as_author: Client) -> None:
    wrong = TYPED | {"right": "", "title": ""}

    answer = as_author.post(page("item_new") + "?kind=single", wrong)

    assert answer.status_code == 422
    assert b"Give it a title." in answer.content
    assert b"It is what is left." in answer.content


def test_somebody_who_wrote_meanwhile_is_not_written_over(as_author: Client) -> None:
    item = draft()

    answer = as_author.post(page("item_edit", item.public_id), TYPED | {"based_on": "0"})

    assert answer.status_code == 422
    assert b"meanwhile" in answer.content


def test_a_reviewer_reads_and_approves(client: Client) -> None:
    item = in_review()
    client.force_login(make.instructor())
    address = page("item_review", item.public_id)

    assert client.get(address).status_code == 200
    assert client.post(address, {"number": "1"}).status_code == 422
    client.post(address, {"number": "1", "verdict": "approve", "comment": "Good."})

    item.refresh_from_db()
    assert item.status == "approved"


def test_an_author_is_led_away_from_their_own_review(client: Client) -> None:
    item = in_review()
    client.force_login(item.author)

    answer = client.post(
        page("item_review", item.public_id), {"number": "1", "verdict": "approve"}, follow=True
    )

    assert b"Nobody reviews what they wrote" in answer.content
    item.refresh_from_db()
    assert item.status == "review"


def test_instructors_do_not_put_items_into_use(as_author: Client, client: Client) -> None:
    version = certifying.item(status="approved")
    address = page("item_move", version.item.public_id)

    as_author.post(address, {"act": "promote"})
    version.item.refresh_from_db()
    assert version.item.status == "approved"
    assert as_author.post(address, {"act": "explode"}).status_code == 404

    client.force_login(make.staff(Role.EXAMINER))
    client.post(address, {"act": "promote"})
    version.item.refresh_from_db()
    assert version.item.status == "operational"


def test_a_version_shows_what_it_changed(as_author: Client) -> None:
    used = certifying.form("single").items.get().version
    question = bank.question_of(used)
    as_author.get(page("items"))
    items.revise(
        item=used.item,
        question=type(question)(**{**question.__dict__, "stem": "Now what?"}),
        by=used.item.author,
    )

    answer = as_author.get(page("item_version", used.item.public_id, 2)).content.decode()

    assert "<ins>Now</ins>" in answer
    assert as_author.get(page("item_version", used.item.public_id, 9)).status_code == 404


def test_a_picture_is_shown_as_what_it_is_and_nothing_more(as_author: Client) -> None:
    answer = as_author.get(page("item_picture", picture(draft()).public_id))

    assert (answer["Content-Type"], answer.content) == ("image/png", PNG)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_a_candidate_finds_no_picture_of_another_paper(client: Client) -> None:
    client.force_login(certifying.attempt().candidate)

    assert client.get(page("item_picture", picture(draft()).public_id)).status_code == 404


def test_the_preview_of_a_text_shows_no_html(as_author: Client) -> None:
    answer = as_author.post(page("item_prose"), {"stem": "**Bold** <script>x</script>"}).content

    assert b"<strong>Bold</strong> &lt;script&gt;" in answer


def test_a_file_goes_in_is_looked_at_and_taken_over(
    as_author: Client, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("files") / "moodle.xml"
    file.write_bytes(MOODLE)
    with file.open("rb") as data:
        seen = as_author.post(
            page("item_imports"), {"file": data, "domain": "risk", "level": "apply"}, follow=True
        )
    source = ItemImport.objects.get()

    assert b"Nothing is written yet" in seen.content
    assert "wildcard" in seen.content.decode()
    as_author.post(page("item_import_act", source.public_id), {"act": "take"})
    waits = as_author.get(source.get_absolute_url(), headers={"HX-Request": "true"})
    assert b"<progress" in waits.content


def test_what_is_no_file_of_questions_comes_back_with_words(as_author: Client) -> None:
    from io import BytesIO

    file = BytesIO(b"<html></html>")
    answer = as_author.post(page("item_imports"), {"file": file, "domain": "", "level": "apply"})

    assert answer.status_code == 422
    assert b"no quiz in it" in answer.content


def test_a_file_goes_out_in_each_format(as_author: Client) -> None:
    item = draft()

    for kind, words in (("xml", "<quiz>"), ("gift", f"[id:{item.key}]"), ("csv", "option_1")):
        answer = as_author.post(page("items_file") + "?domain=risk", {"format": kind})
        assert words in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
    assert as_author.post(page("items_file"), {"format": "exe"}).status_code == 404


def test_a_discarded_file_leads_back_to_the_files(as_author: Client) -> None:
    source = sent()

    answer = as_author.post(page("item_import_act", source.public_id), {"act": "discard"})

    assert answer["Location"] == page("item_imports")
    again = as_author.post(page("item_import_act", source.public_id), {"act": "take"}, follow=True)
    assert b"already discarded" in again.content
