"""The invoice on paper, read back as text."""

import datetime as dt
import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.test import override_settings
from pypdf import PdfReader

from courses.documents import invoice_pdf
from courses.documents.invoices import SOURCE, facts_of
from courses.models import Enrolment, Invoice
from courses.operations.enrolling import Terms, cancel_place, reserve_place
from courses.operations.invoicing import BillTo, Receipt, record_payment
from institute.accounts.roles import Role
from institute.mail.models import OutboundMessage
from institute.mail.operations import deliver
from institute.print import compile_pdf
from tests import make

pytestmark = pytest.mark.django_db

ELODIE = "Élodie Ñandú-Šimáček Nőrdström"
COMPANY = BillTo(
    name="Fabrikam Aviönics Ltd.",
    address="200 Bay Street, Suite 1400\nToronto, Ontario  M5J 2J2\n\n",
    purchase_order="PO-88213",
)


def reserved(bill_to: BillTo = COMPANY, price_cents: int = 69_000) -> Enrolment:
    student = make.student("elodie@example.com", legal_name=ELODIE)
    cohort = make.cohort(make.course("Dependencies and float"), price_cents=price_cents)
    return reserve_place(student=student, cohort=cohort, terms=Terms(bill_to=bill_to))


def pay(enrolment: Enrolment, cents: int) -> None:
    receipt = Receipt("cheque", cents, dt.date(2026, 11, 20))
    desk = make.staff(Role.DESK)
    record_payment(enrolment=enrolment, receipt=receipt, by=desk, form_token=uuid.uuid4())


def again(enrolment: Enrolment) -> Invoice:
    return Invoice.objects.get(enrolment=enrolment)


def pages(content: bytes) -> list[str]:
    """The words of each page, as one line each."""
    reader = PdfReader(io.BytesIO(content))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def words(enrolment: Enrolment) -> str:
    (page,) = pages(invoice_pdf(again(enrolment)))
    return page


@time_machine.travel("2026-11-22T14:12:00Z", tick=False)
def test_an_invoice_says_what_is_owed_by_whom_and_when() -> None:
    text = words(reserved())

    assert "Invoice TPM-2026-00001" in text
    assert "Sun 22 November 2026" in text
    assert "Wed 25 November 2026" in text
    assert "09:12 Toronto time" in text
    for line in ("Fabrikam Aviönics Ltd.", "200 Bay Street, Suite 1400", "PO-88213", ELODIE):
        assert line in text
    assert "Dependencies and float, starting 22 December 2026" in text
    assert "2 live classes, Tue 22 Dec 2026 to Tue 29 Dec 2026, 09:12 Toronto time" in text
    for amount in ("$690.00", "$89.70", "$779.70", "$0.00"):
        assert amount in text


def test_an_invoice_says_how_to_pay() -> None:
    text = words(reserved())

    assert "Interac e-Transfer" in text
    assert "(905) 282-9318" in text
    assert "Payable to TPM Institute" in text


def test_an_invoice_is_addressed_to_the_student_when_nobody_else_pays() -> None:
    text = words(reserved(BillTo()))

    assert text.count(ELODIE) == 2
    assert "purchase order" not in text


def test_a_part_payment_leaves_the_rest() -> None:
    enrolment = reserved()
    pay(enrolment, 10_000)

    assert "Paid $100.00" in words(enrolment)
    assert "Amount owed $679.70" in words(enrolment)


def test_a_paid_invoice_is_a_receipt() -> None:
    enrolment = reserved()
    pay(enrolment, 77_970)

    text = words(enrolment)
    assert "Amount owed $0.00" in text
    assert "Keep this page as your receipt" in text
    assert "How to pay" not in text


def test_too_much_paid_is_a_credit() -> None:
    enrolment = reserved()
    pay(enrolment, 78_000)

    assert "Credit $0.30" in words(enrolment)


def test_a_void_invoice_asks_for_nothing() -> None:
    enrolment = reserved()
    cancel_place(enrolment=enrolment, by=enrolment.student)

    text = words(enrolment)
    assert "Void: nothing is owed" in text
    assert "Please do not pay it" in text
    assert "Amount owed $0.00" in text
    assert "How to pay" not in text


@override_settings(HST_REGISTRATION="81234 5678 RT0001", MAILING_ADDRESS="1 Example Street, Ajax")
def test_registration_and_address_are_printed_once_they_are_known() -> None:
    text = words(reserved())

    assert "HST registration 81234 5678 RT0001" in text
    assert "Post it to 1 Example Street, Ajax" in text


@override_settings(HST_REGISTRATION="", MAILING_ADDRESS="")
def test_nothing_is_invented_where_a_setting_is_empty() -> None:
    text = words(reserved())

    assert "HST registration" not in text
    assert "Call us for where to send it" in text


def test_long_names_stay_on_one_page() -> None:
    long = "Ministère de l’Éducation supérieure et de la Recherche appliquée en aéronautique"
    address = "\n".join(f"{line} Very Long Avenue Name North, Building {line}" for line in range(5))
    enrolment = reserved(BillTo(long, address, "PO " + "9" * 50), 1_234_567)

    text = words(enrolment)
    assert long in text
    assert "$12,345.67" in text


def test_the_same_invoice_is_the_same_bytes_from_every_thread() -> None:
    invoice = again(reserved())
    facts = facts_of(invoice)
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _: compile_pdf(SOURCE, facts), range(6)))

    assert made == {invoice_pdf(invoice)}


@time_machine.travel("2026-11-22T14:12:00Z", tick=False)
def test_an_invoice_is_a_letter_page_that_says_its_title_and_language() -> None:
    reader = PdfReader(io.BytesIO(invoice_pdf(again(reserved()))))

    assert [float(side) for side in reader.pages[0].mediabox[2:]] == [612, 792]
    assert reader.metadata
    assert reader.metadata.title == "Invoice TPM-2026-00001, TPM Institute"
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-CA"
    assert "/StructTreeRoot" in root


def test_every_letter_is_drawn_with_our_fonts() -> None:
    reader = PdfReader(io.BytesIO(invoice_pdf(again(reserved()))))

    used: Any = reader.pages[0]["/Resources"]
    fonts = used["/Font"].get_object().values()
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}
    assert names
    assert all(name.startswith(("Besley", "RadioCanada")) for name in names)


ANY_SCRIPT = ["王小明", "สมชาย ใจดี", "Zoë 🎉", "a\x01b", "\ufffd", "محمد علي", "x" * 160]


@pytest.mark.parametrize("name", ANY_SCRIPT)
def test_a_name_in_any_script_gets_its_invoice_and_its_letter(name: str) -> None:
    place = reserve_place(student=make.student(legal_name=name), cohort=make.cohort())

    assert invoice_pdf(place.invoice).startswith(b"%PDF")
    deliver()
    assert OutboundMessage.objects.get(kind="courses.place_reserved").status == "sent"
